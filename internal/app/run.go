package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"sanad/internal/face/api"
	"sanad/internal/face/cli"
	"sanad/internal/ground/fail"
	"sanad/internal/store/disk"
	"sanad/internal/tool/folder"
	"sanad/internal/tool/keys"
	"sanad/internal/tool/pdfium"
	"sanad/internal/tool/reading"
	"sanad/internal/tool/sandbox"
)

// Version is what this program was built from: the module's version, or the
// revision, as the Go toolchain recorded it.
func Version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return "devel-" + s.Value[:12]
		}
	}
	return "devel"
}

// Run runs a command line and gives the exit code. A first interrupt ends the
// work at the next safe place; a second ends the program at once.
func Run(args []string, in io.Reader, out, errs *os.File) int {
	return workshop{}.run(args, in, out, errs)
}

func (w workshop) run(args []string, in io.Reader, out, errs *os.File) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	return cli.Run(ctx, args, cli.Streams{In: in, Out: out, Err: errs, Terminal: isTerminal(errs), Bold: isTerminal(out) && os.Getenv("NO_COLOR") == ""}, w.ports())
}

func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&fs.ModeCharDevice != 0 && os.Getenv("TERM") != "dumb"
}

func (w workshop) ports() cli.Ports {
	return cli.Ports{
		Version: Version(), Clock: time.Now,
		Init: w.initArchive, Open: w.open, Walk: folder.Walk, List: folder.List,
		Folder: func(dest string) (cli.Folder, error) { return disk.NewFolder(dest, disk.FolderOptions{Public: true}) },
		Site: func(dest string) (cli.SiteFolder, error) {
			return disk.NewRenewal(dest, disk.FolderOptions{Public: true})
		},
		OwnFolder: func(dest string) (cli.Folder, error) { return disk.NewFolder(dest, disk.FolderOptions{}) }, Pack: pack, Sealer: keys.Sealer{},
		Backup: createBackup, Restore: w.restore,
		NewHolder: newHolder, KeepKey: keepKey, Seed: keys.SeedOf, CheckRecipient: keys.CheckRecipient,
		NewWitness: newWitness, OpenWitness: w.openWitness, ServeWitness: serveWitness,
		Doctor: w.doctor, Demo: w.demo, Sandboxed: sandboxed, Remote: api.Remote, Document: api.Document,
	}
}

// sandboxed serves the walled-off child: nothing else of the program runs in
// it after the walls are up.
func sandboxed(pdf string) error {
	readers := reading.Readers()
	if pdf != "" {
		engine, err := pdfium.Warm(pdf)
		if err != nil {
			return err
		}
		readers = reading.PDFReaders(engine)
	}
	walls, err := sandbox.Confine()
	if err != nil {
		return fmt.Errorf("putting up the walls: %w", err)
	}
	return sandbox.Serve(os.Stdin, os.Stdout, walls, readers)
}

// newHolder makes a key and writes its private half to a new file that only
// its owner can read.
func newHolder(path string) (string, error) {
	h, err := keys.NewHolder()
	if err != nil {
		return "", err
	}
	return h.Recipient, writeIdentity(path, h)
}

// keepKey likewise, of a key that is given by its seed.
func keepKey(path string, seed [32]byte) (string, error) {
	identity, recipient, err := keys.FromSeed(seed)
	if err != nil {
		return "", err
	}
	return recipient, writeIdentity(path, keys.Holder{Identity: identity, Recipient: recipient})
}

func writeIdentity(path string, h keys.Holder) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fail.New(fail.Failed, "creating the file for the private key: %w", err).Do("name a file that does not exist, best on a disk that leaves this machine")
	}
	_, err = fmt.Fprintf(f, "# public key: %s\n%s\n", h.Recipient, h.Identity)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(fmt.Errorf("writing the private key: %w", err), os.Remove(path))
	}
	return nil
}
