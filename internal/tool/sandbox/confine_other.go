//go:build !linux

package sandbox

import (
	"os"
	"runtime"
	"runtime/debug"
)

// Confine gives up what this system lets a process give up of its own accord:
// the environment, and deep recursion. Files, network and processes stay
// within reach, and Walls says so.
func Confine() (Walls, error) {
	os.Clearenv()
	debug.SetMaxStack(maxStack)
	return Walls{
		System:  runtime.GOOS + "/" + runtime.GOARCH,
		Missing: []string{"only Linux has Landlock and system call filters; read hostile documents there"},
	}, nil
}

// maxStack is how much stack a goroutine may take, in bytes.
const maxStack = 64 << 20
