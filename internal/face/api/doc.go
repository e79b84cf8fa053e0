// Package api knows how programs meet the archive over HTTP: the commands of
// package cli, asked for by JSON and answered by what --json prints, and the
// other end of that, by which a sanad on one machine has a command done on
// another. It must never decide what a command does or who may know what: it
// brings the actor of a token, and no file but those that were sent.
//
// Who can read a token's file, or the traffic of a desk without TLS, acts as its
// account until the token ends or is revoked. Who holds the server can read and
// alter everything that goes either way; what they can't do is make the ledger
// say what it does not, which sanad-verify finds on the asker's machine.
package api
