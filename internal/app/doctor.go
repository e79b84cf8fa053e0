package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"sanad/internal/face/cli"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
	"sanad/internal/tool/sandbox"
)

// doctor looks at this machine, and at the archive in dir if there is one.
func (w workshop) doctor(ctx context.Context, dir string) []cli.Finding {
	findings := []cli.Finding{
		{Name: "program", OK: true, Detail: fmt.Sprintf("sanad %s, %s, %s/%s, %d processors", Version(), runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())},
		lookAtClock(),
		lookAtSandbox(ctx),
	}
	findings = append(findings, lookAtTools(ctx)...)
	return append(findings, w.lookAtArchive(ctx, dir)...)
}

// lookAtClock finds clocks that can't be right: events would carry their time.
func lookAtClock() cli.Finding {
	now := time.Now()
	f := cli.Finding{Name: "clock", OK: now.Year() >= 2025 && now.Year() < 2100, Detail: now.UTC().Format(time.RFC3339)}
	if !f.OK {
		f.Do = "set the clock: every event carries its time"
	}
	return f
}

func lookAtSandbox(ctx context.Context) cli.Finding {
	f := cli.Finding{Name: "sandbox"}
	command, err := sandbox.Self(sandboxCommand)
	if err != nil {
		f.Detail = err.Error()
		return f
	}
	pool := sandbox.New(sandbox.Config{Command: command, Workers: 1})
	defer pool.Close()
	walls, err := pool.Walls(ctx)
	if err != nil {
		f.Detail, f.Do = err.Error(), "untrusted files can't be read until this is mended"
		return f
	}
	f.OK, f.Detail = walls.Whole(), walls.String()
	if !f.OK {
		f.Do = "documents are read with fewer walls around them; use Linux 6.7 or newer, where the kernel offers all: " + strings.Join(walls.Gaps(), "; ")
	}
	return f
}

func (w workshop) lookAtArchive(ctx context.Context, dir string) []cli.Finding {
	opened, err := w.open(ctx, dir, "")
	if fail.Of(err) == fail.NotFound {
		return []cli.Finding{{Name: "archive", OK: true, Detail: "none in " + dir}}
	}
	if err != nil {
		return []cli.Finding{{Name: "archive", Detail: err.Error()}}
	}
	findings := []cli.Finding{{Name: "archive", OK: true, Detail: opened.Name + " in " + opened.Dir}, lookAtKey(opened.Dir)}
	err = opened.Book.Look(ctx, func(ctx context.Context, s flow.State) error {
		f, err := lookInside(ctx, s)
		findings = append(findings, f...)
		return err
	})
	findings = append(findings, lookAtIndex(ctx, opened), lookAtWitnesses(ctx, opened, time.Now()))
	findings = append(findings, lookAtUnsent(ctx, opened)...)
	if err = errors.Join(err, opened.Close()); err != nil {
		findings = append(findings, cli.Finding{Name: "ledger", Detail: err.Error(), Do: "run sanad verify"})
	}
	return findings
}

// lookAtIndex tells whether everything can be searched. The index is no view
// that verify compares: it is made of renditions as well.
func lookAtIndex(ctx context.Context, opened *cli.Opened) cli.Finding {
	f := cli.Finding{Name: "index", OK: true, Detail: "everything that was read can be searched"}
	behind, err := flow.Unindexed(ctx, opened.Whole, flow.BehindMost)
	switch {
	case err != nil:
		f.OK, f.Detail, f.Do = false, err.Error(), "run sanad rebuild"
	case behind > 0:
		f.Detail = fmt.Sprintf("%d entries are not in the index yet", behind)
		if behind == flow.BehindMost {
			f.Detail = fmt.Sprintf("%d entries or more are not in the index yet", behind)
		}
		f.Detail += "; the next search brings it up to date"
	}
	return f
}

// lookAtUnsent finds sealed bytes that no entry names.
func lookAtUnsent(ctx context.Context, opened *cli.Opened) []cli.Finding {
	all, old, err := flow.CountUnsent(ctx, opened.Whole, time.Now())
	f := cli.Finding{Name: "sealed", OK: true}
	switch {
	case err != nil:
		f.OK, f.Detail, f.Do = false, err.Error(), "run sanad verify --fixity"
	case old.Parts > 0:
		f.Detail = fmt.Sprintf("no entry names %d sealed parts, %d bytes; %d of them, %d bytes, are older than a day: a crash left them", all.Parts, all.Bytes, old.Parts, old.Bytes)
		f.Do = "remove the old ones: sanad door expire"
	case all.Parts > 0:
		f.Detail = fmt.Sprintf("no entry names %d sealed parts, %d bytes: of letters under way, or left by a crash today", all.Parts, all.Bytes)
	default:
		return nil
	}
	return []cli.Finding{f}
}

// lookAtKey finds a signing key that others on this machine can read.
func lookAtKey(dir string) cli.Finding {
	f := cli.Finding{Name: "ledger key", OK: true, Detail: keyFile + " can be read by its owner only"}
	info, err := os.Stat(filepath.Join(dir, keyFile))
	switch {
	case err != nil:
		f.OK, f.Detail = false, err.Error()
	case runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0:
		f.OK, f.Detail = false, fmt.Sprintf("%s has the mode %o: others on this machine can read it and sign in the archive's name", keyFile, info.Mode().Perm())
		f.Do = "chmod 600 " + filepath.Join(dir, keyFile)
	}
	return f
}
