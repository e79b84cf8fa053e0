package app

import (
	stdsql "database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// leasesRunOut lets time pass for who holds jobs of an archive.
func leasesRunOut(t *testing.T, archive string) {
	t.Helper()
	db, err := stdsql.Open("sqlite", "file:"+filepath.Join(archive, databaseFile)+"?_pragma=busy_timeout(10000)")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`UPDATE job SET lease = 1 WHERE lease > 0`); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

type shownJob struct {
	Job, State string
	Attempts   int
	Failure    struct{ Kind, Error, Do string }
}

// A worker killed in the middle of its job costs what it was reading: the next
// worker takes the job over, and nothing is missing and nothing there twice.
func TestAKilledWorkersJobIsTakenOver(t *testing.T) {
	unread := opened(t, nil, map[string]string{"a.txt": "one", "b.txt": "two", "list.csv": "name,year\nx,1\ny,2\n", "c.txt": "three"})
	alone := searcher{t, copied(t, unread.dir)}
	alone.must("process")
	var asked shownJob
	unread.read(&asked, "jobs", "ask", "process")
	for _, point := range []string{"commit|true|2", "commit|false|3"} {
		t.Run(point, func(t *testing.T) {
			s := searcher{t, copied(t, unread.dir)}
			_, err := sanad(t, []string{killAt + "=" + point}, "--archive", s.dir, "work", "--once")
			var exit *exec.ExitError
			if !errors.As(err, &exit) || exit.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
				t.Fatalf("it was not killed: %v", err)
			}
			var job shownJob
			if s.read(&job, "jobs", "show", asked.Job); job.State != "running" {
				t.Fatalf("killed, it leaves a job that is %s", job.State)
			}
			var ran struct{ Ran int }
			if s.read(&ran, "work", "--once"); ran.Ran != 0 {
				t.Errorf("it was taken from a worker that may still be at it")
			}
			leasesRunOut(t, s.dir)
			if s.read(&ran, "work", "--once"); ran.Ran != 1 {
				t.Errorf("%d jobs were taken over", ran.Ran)
			}
			if s.read(&job, "jobs", "show", asked.Job); job.State != "done" || job.Attempts != 2 {
				t.Errorf("taken over it is %+v", job)
			}
			if got, want := ended(s), ended(alone); !slices.Equal(got, want) {
				t.Errorf("it ends with\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
			s.must("verify", "--fixity")
		})
	}
}

// A worker that is asked to end hands back what it has not done.
func TestAWorkerThatMustEndHandsItsJobBack(t *testing.T) {
	s := opened(t, nil, map[string]string{"a.txt": "one"})
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	worker := exec.Command(exe, asSanad, "--archive", s.dir, "work")
	if err := worker.Start(); err != nil {
		t.Fatal(err)
	}
	var asked, job shownJob
	s.read(&asked, "jobs", "ask", "process")
	for job.State != "done" && job.State != "running" {
		s.read(&job, "jobs", "show", asked.Job)
	}
	if err := worker.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := worker.Wait(); err != nil {
		t.Errorf("asked to end, the worker ends with %v", err)
	}
	if s.read(&job, "jobs", "show", asked.Job); job.State != "waiting" && job.State != "done" {
		t.Errorf("its job is %+v, want it done or handed back", job)
	}
	s.must("work", "--once")
	if s.read(&job, "jobs", "show", asked.Job); job.State != "done" || job.Attempts != 1 {
		t.Errorf("the next worker leaves it %+v", job)
	}
}

// A disk that is full costs a job its time and nothing else: it waits, or says
// what happened, and is done once there is room.
func TestAJobOnAFullDiskIsDoneOnceThereIsRoom(t *testing.T) {
	disk := smallDisk(t, "8m")
	s := searcher{t, filepath.Join(disk, "archive")}
	searcher{t, "."}.must("init", s.dir, "--name", "x")
	files := map[string]string{}
	for i := range 40 {
		files[fmt.Sprint(i, ".txt")] = strings.Repeat(fmt.Sprint("letter ", i, " "), 2000)
	}
	s.must("add", laid(t, files), "--source", "s")
	alone := searcher{t, copied(t, s.dir)}
	alone.must("process")
	var asked, job shownJob
	s.read(&asked, "jobs", "ask", "process")
	ballast := filepath.Join(disk, "ballast")
	for _, keep := range []int64{0, 300 << 10} {
		fill(t, ballast, keep)
		worker := make(chan error, 1)
		go func() {
			_, err := sanad(t, nil, "--archive", s.dir, "work", "--once")
			worker <- err
		}()
		if keep > 0 { // it has begun, and waits for room to say how it ended
			time.Sleep(2 * time.Second)
			if err := os.Remove(ballast); err != nil {
				t.Fatal(err)
			}
		}
		if err := <-worker; err != nil && !strings.Contains(err.Error(), "full") && !strings.Contains(err.Error(), "no space left") {
			t.Errorf("with %d bytes left the error does not say what happened: %v", keep, err)
		}
		if keep == 0 {
			if err := os.Remove(ballast); err != nil {
				t.Fatal(err)
			}
		}
		s.must("verify", "--fixity")
	}
	leasesRunOut(t, s.dir)
	if s.read(&job, "jobs", "show", asked.Job); job.State == "failed" {
		if !strings.Contains(job.Failure.Error, "full") && !strings.Contains(job.Failure.Error, "no space left") {
			t.Errorf("it does not say what happened: %+v", job)
		}
		s.must("jobs", "retry", asked.Job)
	}
	s.must("work", "--once")
	if s.read(&job, "jobs", "show", asked.Job); job.State != "done" {
		t.Errorf("with room it is %+v", job)
	}
	if got, want := s.entries()["text.read/1"], alone.entries()["text.read/1"]; got != want {
		t.Errorf("%d readings are recorded, want %d", got, want)
	}
}

// What an account may not do any more when its job's turn comes is not done.
func TestAJobIsDoneByTheRightsOfItsHour(t *testing.T) {
	s := opened(t, nil, map[string]string{"a.txt": "one"})
	s.must("user", "add", "ana", "--role", "documenter")
	s.must("user", "add", "dora", "--role", "documenter")
	var disabled, lowered, job shownJob
	s.read(&disabled, "--as", "ana", "jobs", "ask", "process")
	s.read(&lowered, "--as", "dora", "jobs", "ask", "process", "--retry")
	s.must("user", "disable", "ana", "--reason", "left")
	s.must("user", "add", "dora", "--change", "--role", "reader")
	s.must("work", "--once")
	if s.read(&job, "--as", "dora", "jobs", "show", lowered.Job); job.State != "failed" || job.Failure.Kind != "refused" {
		t.Errorf("the job of who may only read now is %+v", job)
	}
	if s.read(&job, "jobs", "show", disabled.Job); job.State != "failed" || job.Failure.Kind != "refused" {
		t.Errorf("the job of a disabled account is %+v", job)
	}
	if kinds := s.entries(); kinds["text.read/1"] != 0 {
		t.Errorf("their jobs recorded %v", kinds)
	}
}

// A folder that an attempt finished just before it was killed is not written
// again, and one it left half written is.
func TestAJobWritesAnExportOnce(t *testing.T) {
	s := opened(t, nil, map[string]string{"a.txt": "one"})
	var asked shownJob
	s.read(&asked, "jobs", "ask", "export", "--form", "tiles")
	out := filepath.Join(s.dir, outFolder, "export-"+asked.Job)
	if err := os.MkdirAll(filepath.Join(out+".partial", "half"), 0o755); err != nil {
		t.Fatal(err)
	}
	s.must("work", "--once")
	was, err := os.Stat(filepath.Join(out, "checkpoint"))
	if err != nil {
		t.Fatal(err)
	}
	db, err := stdsql.Open("sqlite", "file:"+filepath.Join(s.dir, databaseFile))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`UPDATE job SET state = 'running', holder = 'x', lease = 1`); err != nil {
		t.Fatal(err)
	}
	s.must("work", "--once")
	is, err := os.Stat(filepath.Join(out, "checkpoint"))
	if err != nil || !os.SameFile(was, is) {
		t.Errorf("the folder was written anew: %v", err)
	}
	var job shownJob
	if s.read(&job, "jobs", "show", asked.Job); job.State != "done" {
		t.Errorf("it is %+v", job)
	}
}
