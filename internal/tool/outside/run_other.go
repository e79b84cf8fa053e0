//go:build !linux || (!amd64 && !arm64)

package outside

import (
	"context"
	"fmt"
	"runtime"
)

// run can't: without walls nothing is run.
func run(context.Context, Job) (Outcome, error) {
	return Outcome{}, fmt.Errorf("%w on %s/%s: they are drawn up for Linux on amd64 and arm64", ErrWalls, runtime.GOOS, runtime.GOARCH)
}
