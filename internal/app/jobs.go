package app

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"sanad/internal/core/guard"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
	"sanad/internal/store/disk"
	"sanad/internal/tool/runner"
)

// outFolder holds what jobs write to be handed over: dossiers and exports, each
// in a folder named by its job.
const outFolder = "out"

// jobs gives the archive's jobs; wake tells runners of this process that one
// waits, and may be nil.
func (p *parts) jobs(wake func()) *flow.Jobs {
	return &flow.Jobs{Archive: p.archive, Queue: p.book, Kinds: p.kinds(), Clock: time.Now, Wake: wake}
}

// asker gives who asked for a job, as their account stands now.
func (p *parts) asker(ctx context.Context, handle string) (guard.Actor, error) {
	if handle == "" { // would be the first account
		return guard.Actor{}, fail.New(fail.Refused, "nobody asked for the job")
	}
	return p.actor(ctx, handle)
}

// runner gives what runs the archive's jobs in this process.
func (p *parts) runner(workers int, log func(what string, err error)) *runner.Runner {
	return runner.New(runner.Options{
		Leases: p.book, Work: p.jobs(nil).Work, Actor: p.asker, Log: log, Name: rand.Text(), Workers: workers,
	}.Times())
}

// work runs jobs until ctx ends or, with once, until none waits.
func (p *parts) work(ctx context.Context, workers int, once bool, log func(what string, err error)) (int, error) {
	r := p.runner(workers, log)
	if once {
		return r.Once(ctx)
	}
	r.Run(ctx)
	return 0, nil
}

// percent tells how far work is without its numbers, where these count what the
// actor may not know of.
func percent(actor guard.Actor, tell flow.Progress) flow.Progress {
	if actor.MaySee(guard.Sealed) {
		return tell
	}
	return func(doing string, done, total int64) {
		if total > 0 {
			done, total = 100*done/total, 100
		} else {
			done = 0
		}
		tell(doing, done, total)
	}
}

// known is the archive as an actor may know it.
func (p *parts) known(actor guard.Actor) *flow.Archive {
	return p.archive.For(actor, p.veil.Book(p.book, actor))
}

// within gives the archive with all that is sealed in the cases the actor may
// read, for verbs that go on whoever acts.
func (p *parts) within(actor guard.Actor) *flow.Archive {
	return p.archive.For(actor, p.veil.Within(p.book, actor))
}

// writeOut writes the folder of a job. One that is there is whole, for it got
// its name last: the job was broken off just behind that, and is not done
// twice. What an earlier attempt left half written is taken away: the job's
// lease says that nobody writes it.
func (p *parts) writeOut(job flow.Job, write func(flow.Sink) error) (path string, err error) {
	if err := os.MkdirAll(filepath.Join(p.dir, outFolder), 0o700); err != nil {
		return "", fail.New(fail.Failed, "making the folder for what leaves: %w", err)
	}
	path = filepath.Join(p.dir, outFolder, job.Kind+"-"+job.ID)
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return path, err
	}
	if err := os.RemoveAll(path + ".partial"); err != nil {
		return "", fail.New(fail.Failed, "removing what was left half written: %w", err)
	}
	folder, err := disk.NewFolder(path, disk.FolderOptions{})
	if err != nil {
		return "", err
	}
	if err := write(folder); err != nil {
		return "", errors.Join(err, folder.Abort())
	}
	return path, folder.Finish()
}
