package sandbox

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
)

// meter reads how much memory a process holds, from /proc/<pid>/statm
// (proc_pid_statm(5)). It is the parent's own look, not the child's word.
type meter struct{ statm *os.File }

// openMeter gives a meter that shows 0 where /proc can't be read; the limit
// that the kernel holds stands without it.
func openMeter(pid int) meter {
	file, err := os.Open(fmt.Sprintf("/proc/%d/statm", pid))
	if err != nil {
		return meter{}
	}
	return meter{file}
}

// resident is the bytes held in memory, 0 once the process has ended.
func (m meter) resident() int64 {
	if m.statm == nil {
		return 0
	}
	var text [128]byte
	n, _ := m.statm.ReadAt(text[:], 0) // io.EOF with the whole line
	return statmField(text[:n], 1)
}

func (m meter) close() {
	if m.statm != nil {
		_ = m.statm.Close()
	}
}

// statmField gives field i of a statm line, in bytes.
func statmField(text []byte, i int) int64 {
	fields := bytes.Fields(text)
	if i >= len(fields) {
		return 0
	}
	pages, err := strconv.ParseInt(string(fields[i]), 10, 64)
	if err != nil {
		return 0
	}
	return pages * int64(os.Getpagesize())
}
