// SPDX-License-Identifier: MIT

import Testing

@testable import PipelineHTTP

@Suite("The coding of a body")
struct ContentCodingTests {
    @Test(
        "An answer is compressed for those who take gzip and name nothing that they prefer",
        arguments: [
            (["gzip"], true), (["x-gzip"], true), (["GZip"], true), (["gzip, deflate, br, zstd"], true),
            (["deflate", "br, gzip"], true), (["br;q=1.0, gzip;q=0.8, *;q=0.1"], true), (["gzip;q=0.001"], true),
            (["gzip ; q=0.5"], true), (["gzip;Q=0.5"], true), ([",, gzip ,"], true), (["*"], true),
            (["*;q=0.1"], true), (["identity;q=0, gzip"], true), (["*;q=0, gzip"], true),
            (["identity;q=0.5, gzip;q=0.5"], true), (["identity;q=0"], false), (["identity;q=0, *;q=0.5"], true),
            ([], false), ([""], false), ([","], false), (["identity"], false), (["deflate, br"], false),
            (["gzip;q=0"], false), (["gzip;q=0.000"], false), (["x-gzip;q=0"], false), (["*;q=0"], false),
            (["gzip;q=0, *"], false), (["*, gzip;q=0"], false), (["gzip;q=0.5, identity"], false),
            (["gzip;q=1, x-gzip;q=0"], false), (["gzipped"], false), (["gzi"], false), (["x-gzi\u{301}p"], false),
            (["gzip x"], false), (["\"gzip\""], false), (["gzip;q=-1"], false), (["gzip;q=x"], true),
        ]
    )
    func accepted(values: [String], isCompressed: Bool) {
        var work = ByteWork()
        #expect(AcceptedCodings.askForGzip(values.map { Array($0.utf8) }, &work) == isCompressed)
    }

    @Test(
        "A body is read as it is or as gzip, and in no other coding and no two",
        arguments: [
            ([], .identity), ([""], .identity), ([" , "], .identity), (["identity"], .identity),
            (["Identity"], .identity), (["gzip"], .gzip), (["X-GZIP"], .gzip), ([" gzip\t,"], .gzip), (["br"], nil),
            (["deflate"], nil), (["gzip, gzip"], nil), (["identity, gzip"], nil), (["gzip, br"], nil),
            (["gzip", "gzip"], nil), (["gzip", ""], nil), (["gzip;q=1"], nil), (["gzip x"], nil), (["*"], nil),
        ] as [([String], ContentCoding?)]
    )
    func coding(values: [String], coding: ContentCoding?) {
        var work = ByteWork()
        #expect(ContentCoding.read(values.map { Array($0.utf8) }, &work) == coding)
    }

    @Test(
        "A tag is known again with what was added by those who compress",
        arguments: [
            ("\"abc\"", true), ("\"abc-gzip\"", true), ("\"abc--gzip\"", true), ("W/\"abc-gzip\"", true),
            ("W/\"abc--gzip\"", true), ("\"x\", \"abc-gzip\"", true), ("*", true), ("\"abc---gzip\"", false),
            ("\"abcgzip\"", false), ("\"abc-gzip", false), ("\"abd-gzip\"", false), ("\"abc-br\"", false),
            ("\"ABC-gzip\"", false), ("\"abc-GZIP\"", false), ("\"abc\"-gzip", false), ("\"-gzip\"", false),
        ]
    )
    func tags(value: String, isHeld: Bool) {
        var work = ByteWork()
        #expect(EntityTagList.holds("\"abc\"", in: [Array(value.utf8)], &work) == isHeld)
        #expect(EntityTagList.compressed("\"abc\"") == "\"abc-gzip\"")
    }
}
