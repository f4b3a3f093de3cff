// SPDX-License-Identifier: MIT

extension OpenAPIDocument {
    static let paths = #"""
        {"/api/costs":{"get":{"operationId":"costs","summary":"What training has cost.","parameters":[
        {"name":"period","in":"query","schema":{"enum":["week","month","year",""],"default":"month"}},
        {"$ref":"#/components/parameters/start_date"},{"$ref":"#/components/parameters/end_date"},
        {"$ref":"#/components/parameters/ifNoneMatch"}],
        "responses":{\#(answer("Costs")),\#(readErrors)}},
        "post":\#(delivery("addCosts", "Adds cost records, all or none.", "CostInput", "CostRecord"))},
        "/api/notifications":{"get":{"operationId":"notifications","summary":"What happened, newest first.","parameters":[
        {"name":"unread","in":"query","schema":{"enum":["true","false",""],"default":"false"}},
        {"name":"limit","in":"query","schema":{"type":"integer","minimum":1,"default":20}},
        {"$ref":"#/components/parameters/ifNoneMatch"}],
        "responses":{\#(answer("Notifications")),\#(readErrors)}},
        "post":\#(delivery("addNotifications", "Adds notifications, all or none.", "NotificationInput", "Notification"))},
        "/api/notifications/{id}/read":{"patch":{"operationId":"markRead","summary":"Marks a notification read.",
        "parameters":[{"name":"id","in":"path","required":true,"schema":{"type":"string","format":"uuid"}}],
        "responses":{"200":{"description":"It is read.","content":{"application/json":{"schema":
        {"$ref":"#/components/schemas/Done"}}}},"401":{"$ref":"#/components/responses/Unauthorized"},
        "404":{"$ref":"#/components/responses/NotFound"},"413":{"$ref":"#/components/responses/TooLarge"},
        "503":{"$ref":"#/components/responses/Unavailable"}}}},
        "/health":{"get":{"operationId":"health","summary":"Whether the server does its work.","security":[],
        "responses":{\#(answer("Health")),"503":{"$ref":"#/components/responses/Unavailable"}}}},
        "/openapi.json":{"get":{"operationId":"description","summary":"This document.","security":[],
        "responses":{"200":{"description":"The document.","content":{"application/json":{"schema":
        {"type":"object"}}}}}}}}
        """#

    private static let readErrors = #"""
        "304":{"$ref":"#/components/responses/NotModified"},"400":{"$ref":"#/components/responses/Invalid"},
        "401":{"$ref":"#/components/responses/Unauthorized"},"413":{"$ref":"#/components/responses/TooLarge"},
        "503":{"$ref":"#/components/responses/Unavailable"}
        """#

    private static func answer(_ schema: String) -> String {
        #"""
        "200":{"description":"The answer.","content":{"application/json":{"schema":
        {"$ref":"#/components/schemas/\#(schema)"}}}}
        """#
    }

    /// The operation by which the platform hands over rows.
    private static func delivery(_ name: String, _ summary: String, _ input: String, _ row: String) -> String {
        let rows =
            #"{"description":"The rows as stored.","content":{"application/json":{"schema":{"type":"object","#
            + #""required":["success","data"],"properties":{"success":{"const":true},"data":\#(oneOrMore(row))}}}}}"#
        return #"""
            {"operationId":"\#(name)","summary":"\#(summary)","security":[{"platform":[]}],
            "requestBody":{"required":true,"content":{"application/json":{"schema":\#(oneOrMore(input))}}},
            "responses":{"201":\#(rows),"200":\#(rows),
            "400":{"$ref":"#/components/responses/Invalid"},"401":{"$ref":"#/components/responses/Unauthorized"},
            "403":{"$ref":"#/components/responses/Forbidden"},"409":{"$ref":"#/components/responses/Conflict"},
            "413":{"$ref":"#/components/responses/TooLarge"},"415":{"$ref":"#/components/responses/MediaType"},
            "503":{"$ref":"#/components/responses/Unavailable"}}}
            """#
    }

    private static func oneOrMore(_ schema: String) -> String {
        let reference = ##"{"$ref":"#/components/schemas/\##(schema)"}"##
        return #"{"anyOf":[\#(reference),{"type":"array","items":\#(reference)}]}"#
    }
}
