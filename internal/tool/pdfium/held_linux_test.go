package pdfium

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"sanad/internal/tool/sandbox"
)

// held is the most memory that the only child of a pool has had, in MiB
// (VmHWM, proc_pid_status(5)).
func held(tb testing.TB, p *sandbox.Pool) int {
	tb.Helper()
	pid, err := run(p, "pid", nil)
	if err != nil {
		tb.Fatal(err)
	}
	status, err := os.ReadFile("/proc/" + string(pid) + "/status")
	if err != nil {
		tb.Fatal(err)
	}
	_, after, _ := strings.Cut(string(status), "VmHWM:")
	var kilobytes int
	if _, err := fmt.Sscan(after, &kilobytes); err != nil {
		tb.Fatal(err)
	}
	return kilobytes >> 10
}
