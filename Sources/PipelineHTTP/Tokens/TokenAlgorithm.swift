// SPDX-License-Identifier: MIT

/// The ways of signing that are taken.
enum TokenAlgorithm: String {
    /// HMAC with SHA-256 and the project's secret.
    case hs256 = "HS256"
    /// ECDSA on P-256 with SHA-256.
    case es256 = "ES256"
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    case rs256 = "RS256"
}
