package outside

import (
	"context"
	"errors"
	"strings"
)

// Capability is something that can be done where a program is installed, for
// whoever looks at the machine.
type Capability struct {
	Program string // its command, such as "tesseract"
	Purpose string // what it lets be read, in words for people
	Path    string // where it is, "" if it can't be used
	Version string // with models, where it has any
	Missing error  // why it can't be used, nil if it can: wraps ErrAbsent or ErrWalls where those are the reasons
	Packages
}

// Packages names what to install, "" where a system has none.
type Packages struct {
	Debian   string // and Ubuntu
	Fedora   string
	Homebrew string
}

// Advice says what helps, "" where nothing is missing.
func (c Capability) Advice() string {
	switch {
	case c.Missing == nil:
		return ""
	case errors.Is(c.Missing, ErrWalls) && !errors.Is(c.Missing, ErrAbsent):
		return "use Linux with user namespaces allowed to ordinary users (sysctl kernel.unprivileged_userns_clone, kernel.apparmor_restrict_unprivileged_userns, user.max_user_namespaces)"
	}
	var ways []string
	for _, way := range []struct{ command, packages string }{
		{"apt install ", c.Debian}, {"dnf install ", c.Fedora}, {"brew install ", c.Homebrew},
	} {
		if way.packages != "" {
			ways = append(ways, way.command+way.packages)
		}
	}
	return strings.Join(ways, ", or ")
}

// Walls tells whether the walls can be put up here: it tries.
func Walls(ctx context.Context) Capability {
	c := Capability{
		Program: "bwrap", Purpose: "the walls around every program that reads an untrusted document; without them none is run",
		Packages: Packages{Debian: "bubblewrap util-linux", Fedora: "bubblewrap util-linux"},
	}
	if c.Missing = Try(ctx); c.Missing == nil {
		c.Path, c.Version, c.Missing = Find(ctx, "bwrap", "--version")
	}
	return c
}
