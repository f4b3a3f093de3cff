// SPDX-License-Identifier: MIT

extension OpenAPIDocument {
    static let schemas = #"""
        {"Error":{"type":"object","required":["error","details"],"additionalProperties":false,
        "properties":{"error":{"type":"string"},"details":{"type":"string"}}},
        "Done":{"type":"object","required":["success"],"properties":{"success":{"const":true}}},
        "Moment":{"anyOf":[{"type":"string","format":"date"},{"type":"string","format":"date-time"},{"const":""}]},
        "Health":{"type":"object","required":["success","data"],"properties":{"success":{"const":true},
        "data":{"type":"object","required":["status","durability"],"properties":{"status":{"const":"ok"},
        "durability":{"type":"object","properties":{"storage":{"enum":["disk","memory"]},
        "fsync":{"enum":["always","everysec","never",null]},"condition":{"type":"string"},
        "snapshots":{"enum":["ok","failing"]}}}}}}},
        "Costs":{"type":"object","required":["success","data"],"properties":{"success":{"const":true},
        "data":{"type":"object","required":["total_cost","cost_by_type","chart_data","records"],"properties":{
        "total_cost":{"type":"number"},"cost_by_type":{"type":"object","additionalProperties":{"type":"number"}},
        "chart_data":{"type":"array","items":{"type":"object","required":["date","amount"],"properties":{
        "date":{"type":"string","format":"date"},"amount":{"type":"number"}}}},
        "records":{"type":"array","items":{"$ref":"#/components/schemas/CostRecord"}}}}}},
        "Notifications":{"type":"object","required":["success","data"],"properties":{"success":{"const":true},
        "data":{"type":"object","required":["notifications","unread_count"],"properties":{
        "notifications":{"type":"array","items":{"$ref":"#/components/schemas/Notification"}},
        "unread_count":{"type":"integer","minimum":0}}}}},
        "CostRecord":{"type":"object","required":["id","user_id","job_id","cost_type","amount","details",
        "billing_period","recorded_at"],"properties":{\#(costFields),"amount":{"type":"number"}}},
        "CostInput":{"type":"object","required":["user_id","cost_type","amount"],"additionalProperties":false,
        "properties":{\#(costInputFields)}},
        "Notification":{"type":"object","required":["id","user_id","type","title","message","priority","read",
        "action_url","metadata","created_at"],"properties":{\#(notificationFields)}},
        "NotificationInput":{"type":"object","required":["user_id","type","title","message"],
        "additionalProperties":false,"properties":{\#(notificationInputFields)}}}
        """#

    private static let costFields = #"""
        "id":{"type":"string","format":"uuid"},"user_id":{"type":"string","format":"uuid"},
        "job_id":{"type":["string","null"],"format":"uuid"},
        "cost_type":{"type":"string","minLength":1,"maxLength":50},"details":{},
        "billing_period":{"type":"string","format":"date"},"recorded_at":{"type":"string","format":"date-time"}
        """#

    private static let notificationFields = #"""
        "id":{"type":"string","format":"uuid"},"user_id":{"type":"string","format":"uuid"},
        "type":{"type":"string","minLength":1,"maxLength":50},
        "title":{"type":"string","minLength":1,"maxLength":200},"message":{"type":"string"},
        "priority":{"enum":["low","medium","high"]},"read":{"type":"boolean"},
        "action_url":{"type":["string","null"]},"metadata":{},
        "created_at":{"type":"string","format":"date-time"}
        """#

    /// What is null counts as absent.
    private static let costInputFields = #"""
        "id":{"type":["string","null"],"format":"uuid"},"user_id":{"type":"string","format":"uuid"},
        "job_id":{"type":["string","null"],"format":"uuid"},
        "cost_type":{"type":"string","minLength":1,"maxLength":50},"details":{},
        "amount":{"type":["number","string"],"exclusiveMinimum":-100000000,"exclusiveMaximum":100000000,
        "pattern":"^-?[0-9]{1,8}(\\.[0-9]{1,10})?$","description":"Up to 12 decimals and 18 significant digits."},
        "billing_period":{"type":["string","null"],"format":"date"},
        "recorded_at":{"type":["string","null"],"format":"date-time"}
        """#

    private static let notificationInputFields = #"""
        "id":{"type":["string","null"],"format":"uuid"},"user_id":{"type":"string","format":"uuid"},
        "type":{"type":"string","minLength":1,"maxLength":50},
        "title":{"type":"string","minLength":1,"maxLength":200},"message":{"type":"string"},
        "priority":{"enum":["low","medium","high",null]},"read":{"type":["boolean","null"]},
        "action_url":{"type":["string","null"]},"metadata":{},
        "created_at":{"type":["string","null"],"format":"date-time"}
        """#
}
