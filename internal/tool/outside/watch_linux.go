//go:build linux && (amd64 || arm64)

package outside

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"time"
)

// often is how long a program may take memory and time unseen, at most; at
// first it is looked at sooner. Each process has limits of its own beside,
// held by the kernel.
const often = 50 * time.Millisecond

// watch ends the program when its processes together take too much.
func (r *running) watch(done <-chan struct{}) {
	for pause := 2 * time.Millisecond; ; pause = min(2*pause, often) {
		select {
		case <-done:
			return
		case <-time.After(pause):
		}
		now := treeOf(r.cmd.Process.Pid)
		r.most.memory = max(r.most.memory, now.memory)
		r.most.cpu = max(r.most.cpu, now.cpu)
		switch l := r.job.Limits; {
		case now.memory > l.Memory:
			r.cancel(fmt.Errorf("%w: over %d bytes", ErrMemory, l.Memory))
		case now.cpu > l.CPU:
			r.cancel(fmt.Errorf("%w: over %v of the processor's time", ErrTimeout, l.CPU))
		}
	}
}

// usage is what processes take.
type usage struct {
	memory int64         // bytes that no file backs; pages shared after a fork count twice
	cpu    time.Duration // also of those that have ended
}

// treeOf sums up what a process and all below it take. Within the walls nobody
// can leave the tree: whom a process leaves behind becomes a child of the
// first process there.
func treeOf(root int) usage {
	var total usage
	for ahead := []int{root}; len(ahead) > 0; {
		pid := ahead[0]
		ahead = append(ahead[1:], children(pid)...)
		total.memory += memoryOf(pid)
		total.cpu += timeOf(pid)
	}
	return total
}

// children gives the processes that any thread of pid has started
// (proc_tid_children(5)); none once it has ended.
func children(pid int) []int {
	tasks, _ := os.ReadDir(fmt.Sprintf("/proc/%d/task", pid))
	var found []int
	for _, task := range tasks {
		list, _ := os.ReadFile(fmt.Sprintf("/proc/%d/task/%s/children", pid, task.Name()))
		for _, word := range bytes.Fields(list) {
			if child, err := strconv.Atoi(string(word)); err == nil {
				found = append(found, child)
			}
		}
	}
	return found
}

// memoryOf reads proc_pid_status(5).
func memoryOf(pid int) int64 {
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	var total int64
	for line := range bytes.Lines(status) {
		name, value, _ := bytes.Cut(line, []byte(":"))
		if fields := bytes.Fields(value); len(fields) > 0 && (string(name) == "RssAnon" || string(name) == "RssShmem") {
			kib, _ := strconv.ParseInt(string(fields[0]), 10, 64)
			total += kib << 10
		}
	}
	return total
}

// timeOf reads proc_pid_stat(5), whose ticks are hundredths of a second on
// this system: fields 14 to 17, of which the name, 2, may hold anything.
func timeOf(pid int) time.Duration {
	stat, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
	var ticks int64
	for i := 11; i < 15 && i < len(fields); i++ {
		n, _ := strconv.ParseInt(string(fields[i]), 10, 64)
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond
}
