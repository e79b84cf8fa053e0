//go:build !unix

package folder

import "os"

// openPlain opens a file; the caller compares it with the one it looked at.
func openPlain(path string) (*os.File, error) { return os.Open(path) }
