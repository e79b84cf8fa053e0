// Package cli knows the command line: one file a subcommand. It must never
// know a store or a tool, nor decide anything the flow should decide.
//
// Standard output carries the answer and nothing else: with --json exactly one
// JSON document (JSON Lines where a command says so), else text for people.
// Progress and troubles go to standard error. Errors are in lower case, say
// what happened to what, and what to do.
package cli
