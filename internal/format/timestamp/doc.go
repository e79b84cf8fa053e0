// Package timestamp knows requests, replies and tokens of the Time-Stamp
// Protocol (RFC 3161, with the certificate identifiers of RFC 5816) as bytes:
// it writes requests, reads what an authority answers, and checks that a token
// is over certain bytes, answers a certain request, and was signed by a
// certificate for time stamping under given roots. It must never ask an
// authority, know a clock, or trust a root that was not handed in.
//
// What is read: CMS SignedData (RFC 5652) in DER with one signer, imprints of
// SHA-256, SHA-384 and SHA-512, signatures by RSA (PKCS 1 v1.5 and PSS), ECDSA
// and Ed25519. SHA-1 is accepted nowhere but in the identifier of the signer's
// certificate, where RFC 3161 asks for it and where the signature does not rest
// on it.
package timestamp
