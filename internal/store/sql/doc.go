// Package sql keeps the ledger and its views in SQLite or PostgreSQL. It knows
// the tables of migrations/ and how each event changes the views; it must
// never change anything but by appending an event in one transaction with the
// views, and never sign a checkpoint the tree does not bear out.
//
// One SQL text serves both databases ($1 parameters, upserts, row values); what
// differs stands in dialect.go.
//
// Trust: who can change the database can lose or alter what is in it, but can't
// make it pass: `verify` recomputes every entry and the tree against the
// checkpoint the ledger's key signed, and checkpoints handed out earlier show a
// history that was rewritten. Who reads the database reads the case files; only
// sealed values stay closed.
package sql
