//go:build !unix

package app

// withoutDumps has nothing to ask for here: the settings of the system say what
// is written of a process that dies.
func withoutDumps() error { return nil }
