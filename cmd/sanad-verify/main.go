// Command sanad-verify checks what an archive of Sanad handed out: a dossier,
// the tally of a petition, the proof of an entry, a receipt, an exported log or a
// checkpoint. It knows package
// verify and how to show its report; it must never open the network, start a
// program, or read anything outside the path it was given.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"

	"sanad/verify"
)

// The exit codes. Scripts rely on them.
const (
	exitOK     = 0 // everything checked is right
	exitUnread = 1 // the path or the kept checkpoint could not be read
	exitUsage  = 2 // the command line is wrong
	exitFailed = 3 // at least one check failed
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

const usage = `sanad-verify checks a dossier, the tally of a petition, a receipt, a folder of
proofs, an exported log or a checkpoint, without network and without trust in whoever
made it.

Usage: sanad-verify [--json] [--key VKEY] [--checkpoint FILE] [--opening FILE] [--receipt FILE]
                    [--policy FILE] [--tsa-roots FILE] PATH

  PATH               the folder or a ZIP file of it, a receipt, a .tlog-proof file, or a signed
                     checkpoint
  --key VKEY         the log's key as published elsewhere; without it only
                     the agreement of PATH with itself is checked
  --checkpoint FILE  a checkpoint of the log kept from earlier
  --opening FILE     what the holder of a receipt shows of what was handed in
  --receipt FILE     of a signature: is it among those that the tally counts?
  --policy FILE      which witnesses must have signed (C2SP tlog-policy)
  --tsa-roots FILE   certificates in PEM that authorities of time stamps must
                     lead to
  --json             one JSON document instead of lines for people

Exit codes: 0 right, 1 can't be read, or not compared with FILE, 2 wrong usage, 3 a check failed.
`

// options are what the command line says.
type options struct {
	path, key, checkpoint, opening, receipt, policy, roots string
	json                                                   bool
}

func run(ctx context.Context, args []string, out, errs io.Writer) int {
	o, err := parse(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(out, usage)
		return exitOK
	}
	if err != nil {
		fmt.Fprintf(errs, "sanad-verify: %v\n\n%s", err, usage)
		return exitUsage
	}
	report, err := check(ctx, o)
	if err != nil {
		fmt.Fprintf(errs, "sanad-verify: %v\n", err)
		return exitUnread
	}
	if err := show(out, o, report); err != nil {
		fmt.Fprintf(errs, "sanad-verify: writing the report: %v\n", err)
		return exitUnread
	}
	switch {
	case !report.OK:
		return exitFailed
	case notCompared(o, report):
		return exitUnread
	}
	return exitOK
}

// parse reads the flags, which may stand before or after the path.
func parse(args []string) (options, error) {
	var o options
	flags := flag.NewFlagSet("sanad-verify", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.BoolVar(&o.json, "json", false, "")
	flags.StringVar(&o.key, "key", "", "")
	flags.StringVar(&o.checkpoint, "checkpoint", "", "")
	flags.StringVar(&o.opening, "opening", "", "")
	flags.StringVar(&o.receipt, "receipt", "", "")
	flags.StringVar(&o.policy, "policy", "", "")
	flags.StringVar(&o.roots, "tsa-roots", "", "")
	var paths []string
	for {
		if err := flags.Parse(args); err != nil {
			return o, err
		}
		rest := flags.Args()
		if len(rest) == 0 {
			break
		}
		paths, args = append(paths, rest[0]), rest[1:]
	}
	if len(paths) != 1 || paths[0] == "" {
		return o, fmt.Errorf("want one path, have %d", len(paths))
	}
	o.path = paths[0]
	return o, nil
}

// check opens the path and nothing beside it: a link in the folder that leads
// out of it can't be followed.
func check(ctx context.Context, o options) (verify.Report, error) {
	known := verify.Options{Key: o.key}
	if o.checkpoint != "" {
		kept, err := readSmall(o.checkpoint)
		if err != nil {
			return verify.Report{}, err
		}
		if len(kept) == 0 {
			return verify.Report{}, fmt.Errorf("the kept checkpoint %s is empty", o.checkpoint)
		}
		known.Checkpoint = kept
	}
	var err error
	if known.Opening, err = readShown("opening", o.opening); err != nil {
		return verify.Report{}, err
	}
	if known.Receipt, err = readShown("receipt", o.receipt); err != nil {
		return verify.Report{}, err
	}
	if known.Policy, err = readShown("policy", o.policy); err != nil {
		return verify.Report{}, err
	}
	if known.Roots, err = readShown("file of roots", o.roots); err != nil {
		return verify.Report{}, err
	}
	info, err := os.Stat(o.path)
	if err != nil {
		return verify.Report{}, err
	}
	if o.opening != "" && (info.IsDir() || isProof(o.path)) {
		return verify.Report{}, fmt.Errorf("an opening is of a receipt, and %s is none", o.path)
	}
	if o.receipt != "" && !info.IsDir() && !isZip(o.path) {
		return verify.Report{}, fmt.Errorf("a receipt is looked for in the folder of a tally, and %s is no folder; to check a receipt itself, give it as PATH", o.path)
	}
	if info.IsDir() {
		report, err := inFolder(o.path, func(root *os.Root) verify.Report { return verify.Any(ctx, root.FS(), known) })
		if err == nil && o.receipt != "" && report.Kind != verify.KindTally {
			err = fmt.Errorf("a receipt is looked for in the tally of a petition, and %s is none", o.path)
		}
		return report, err
	}
	return checkFile(ctx, o.path, known)
}
