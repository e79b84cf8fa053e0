// Package guard knows who may do and see what: labels, roles, accounts, cases
// and decisions that need two people. Its zero values must never allow
// anything: the zero label is Sealed, the zero actor may do nothing.
package guard
