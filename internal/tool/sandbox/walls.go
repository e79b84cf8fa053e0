package sandbox

import (
	"fmt"
	"strings"
)

// Walls tells what is kept from a child. What stands here was tried by the
// child itself after it had given the rights up, not taken from the manual.
type Walls struct {
	Files     bool   `json:"files"`     // it can't open, list, create or remove a file
	Network   bool   `json:"network"`   // it can't make a socket of any kind
	Processes bool   `json:"processes"` // it can't start a program or signal another process
	Calls     bool   `json:"calls"`     // the kernel refuses it every system call that reading does not need (seccomp)
	Landlock  int    `json:"landlock"`  // version of Landlock that confines it, 0 for none
	Memory    int64  `json:"memory"`    // bytes the kernel lets it add to its memory, 0 for no such limit
	System    string `json:"system"`    // operating system and architecture
	// Missing says why a wall that this system could have does not stand.
	Missing []string `json:"missing,omitempty"`
}

// Whole reports whether files, network and processes are all out of reach.
func (w Walls) Whole() bool { return w.Files && w.Network && w.Processes }

// Gaps says in words what is not kept from a child; none if Whole and its
// memory has a hard limit.
func (w Walls) Gaps() []string {
	var gaps []string
	for _, wall := range []struct {
		stands bool
		gap    string
	}{
		{w.Files, "a hostile document that takes over its reader could reach files"},
		{w.Network, "a hostile document that takes over its reader could reach the network"},
		{w.Processes, "a hostile document that takes over its reader could start or signal processes"},
		{w.Memory > 0, "memory is watched, not limited by the kernel"},
	} {
		if !wall.stands {
			gaps = append(gaps, wall.gap)
		}
	}
	return gaps
}

// String is one line for a person: what stands, what does not, and why.
func (w Walls) String() string {
	var kept, means []string
	for _, wall := range []struct {
		stands bool
		name   string
	}{{w.Files, "files"}, {w.Network, "network"}, {w.Processes, "processes"}} {
		if wall.stands {
			kept = append(kept, wall.name)
		}
	}
	if w.Calls {
		means = append(means, "system call filter")
	}
	if w.Landlock > 0 {
		means = append(means, fmt.Sprintf("Landlock %d", w.Landlock))
	}
	line := "untrusted documents are read in another process"
	if len(kept) > 0 {
		line += ", out of reach: " + strings.Join(kept, ", ") + " (" + strings.Join(means, ", ") + ")"
	}
	return strings.Join(append(append([]string{line}, w.Gaps()...), w.Missing...), "; ")
}
