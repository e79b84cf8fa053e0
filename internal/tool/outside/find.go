package outside

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"time"
)

// version is what a program calls itself, such as "5.3.0" or "22.12.0".
var version = regexp.MustCompile(`[0-9]+(\.[0-9]+)+`)

// Locate gives the path of a program. It looks only where the walls show
// programs, /usr/local/bin and /usr/bin, never at PATH.
func Locate(name string) (string, error) {
	for _, dir := range []string{"/usr/local/bin", "/usr/bin"} {
		path := filepath.Join(dir, name)
		info, err := os.Stat(path)
		if err == nil && info.Mode().IsRegular() && info.Mode().Perm()&0o111 != 0 {
			return path, nil
		}
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return "", fmt.Errorf("looking for %s: %w", name, err)
		}
	}
	return "", fmt.Errorf("%s is %w in /usr/bin", name, ErrAbsent)
}

// Find gives the path and version of a program that can be run behind walls
// here. It asks the program itself, behind the walls; flag is how, such as
// "--version", and show what it wants to see of the machine, see Job.Show. Its
// errors wrap ErrAbsent and ErrWalls.
func Find(ctx context.Context, name, flag string, show ...string) (path, number string, err error) {
	if path, err = Locate(name); err != nil {
		return "", "", err
	}
	var said bytes.Buffer
	// Some programs answer on standard error, and some end with a status.
	outcome, err := Run(ctx, Job{
		Program: path, Args: []string{flag}, Show: show, Out: &said,
		Limits: Limits{Wall: 30 * time.Second, Output: 64 << 10}, all: true,
	})
	var failure *Failure
	if err != nil && !errors.As(err, &failure) {
		return "", "", err
	}
	if number = version.FindString(said.String()); number == "" {
		return "", "", fmt.Errorf("asking %s for its version: it said none (%s)", name, outcome.Said)
	}
	return path, number, nil
}
