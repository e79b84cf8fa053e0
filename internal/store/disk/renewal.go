package disk

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"syscall"

	"sanad/internal/store/fault"
)

// Renewal is a folder in the making that takes the place of the one which stands
// there, if one does. Files that stay as they are become second names of the same
// bytes (hard links), or copies where the disk has no such names. The folder that
// stands is never written to: a crash at any step leaves it or the new one whole
// under the name, and what it leaves besides is cleared away by the next renewal.
//
// Who can write to the folder that stands can change bytes that the new one shares
// with it; the manifest of both names what they must be.
type Renewal struct {
	*Folder
	dest    string
	lock    *os.File
	earlier *os.Root // nil if nothing stands there
	copies  bool     // the disk has no second names
	hook    fault.Hook
}

const (
	renewingSuffix = ".renewing"
	beforeSuffix   = ".before"
)

// NewRenewal begins a folder at dest, where one made before may stand. Two of them at
// a time are refused.
func NewRenewal(dest string, opt FolderOptions) (*Renewal, error) {
	dest = filepath.Clean(dest)
	r := &Renewal{dest: dest, hook: opt.Hook}
	lock, err := os.OpenFile(dest+renewingSuffix, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, advise("beginning to renew "+dest, err)
	}
	r.lock = lock
	got, err := lockFile(lock, false)
	if err == nil && !(got && sameName(lock, dest+renewingSuffix)) {
		err = inTheWay(dest + " is being renewed by another program: wait until it has ended")
	}
	if err != nil { // its file is that of who holds it
		return nil, errors.Join(advise("beginning to renew "+dest, err), lock.Close())
	}
	if err := r.begin(opt); err != nil {
		return nil, errors.Join(err, r.unlock())
	}
	return r, nil
}

// sameName reports whether a name still leads to an open file: whoever held the lock
// before takes its name away at the end.
func sameName(f *os.File, name string) bool {
	a, err := f.Stat()
	b, also := os.Lstat(name)
	return err == nil && also == nil && os.SameFile(a, b)
}

// noLinks reports whether the disk can't give a file a second name.
func noLinks(err error) bool {
	return errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EMLINK) || errors.Is(err, syscall.EXDEV)
}

// begin clears away what a crash left, and opens the folder that stands.
func (r *Renewal) begin(opt FolderOptions) error {
	info, err := os.Lstat(r.dest)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		// A crash between two renames leaves the folder under its second name.
		err := os.Rename(r.dest+beforeSuffix, r.dest)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return advise("giving "+r.dest+" its name again", err)
		}
	case err != nil:
		return advise("looking at "+r.dest, err)
	case !info.IsDir():
		return inTheWay(r.dest + " is no folder: name another one")
	}
	for _, suffix := range []string{partialSuffix, beforeSuffix} {
		if err := os.RemoveAll(r.dest + suffix); err != nil {
			return advise("clearing away what was left of an earlier renewal", err)
		}
	}
	r.earlier, err = os.OpenRoot(r.dest)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return advise("opening "+r.dest, err)
	}
	mode := fs.FileMode(0o700)
	if opt.Public {
		mode = 0o755
	}
	err = opt.Hook.Around("folder: create", func() error { return os.Mkdir(r.dest+partialSuffix, mode) })
	if err != nil {
		return advise("beginning to renew "+r.dest, err)
	}
	r.Folder, err = openFolder(r.dest, opt)
	return err
}

// Earlier opens a file of the folder that stands there; fs.ErrNotExist if there is
// none.
func (r *Renewal) Earlier(name string) (io.ReadCloser, error) {
	if r.earlier == nil {
		return nil, fs.ErrNotExist
	}
	info, err := r.earlier.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s of the folder that stands there is no plain file", name)
	}
	return r.earlier.Open(name)
}

// Keep takes a file over from the folder that stands there, and gives its length.
func (r *Renewal) Keep(name string) (int64, error) {
	if r.earlier == nil {
		return 0, fs.ErrNotExist
	}
	if !fs.ValidPath(name) || name == "." || !filepath.IsLocal(filepath.FromSlash(name)) {
		return 0, fmt.Errorf("%q can't name a file of the folder", name)
	}
	info, err := r.earlier.Lstat(name)
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s of the folder that stands there is no plain file", name)
	}
	if err != nil {
		return 0, r.fail(err)
	}
	if err := r.makeFolders(path.Dir(name)); err != nil {
		return 0, r.fail(advise("making the folder of "+name, err))
	}
	if !r.copies {
		err := r.hook.Around("folder: link", func() error {
			local := filepath.FromSlash(name)
			return os.Link(filepath.Join(r.dest, local), filepath.Join(r.dest+partialSuffix, local))
		})
		if err == nil {
			return info.Size(), nil
		}
		if !noLinks(err) {
			return 0, r.fail(advise("naming "+name+" a second time", err))
		}
		r.copies = true
	}
	return info.Size(), r.copy(name)
}

func (r *Renewal) copy(name string) (err error) {
	from, err := r.Earlier(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	to, err := r.Create(name)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, from)
	return errors.Join(err, to.Close())
}

// Finish makes the new folder durable and lets it take the name. Where the system
// can, the two change names in one step; elsewhere the name is missing for a moment,
// and a crash then is mended by the next renewal.
func (r *Renewal) Finish() error {
	if err := r.whole(); err != nil {
		return fmt.Errorf("the folder for %s is not whole: %w", r.dest, err)
	}
	if r.earlier == nil {
		return errors.Join(r.Folder.Finish(), r.unlock())
	}
	if err := r.hook.Around("folder: sync", r.sync); err != nil {
		return r.fail(advise("making "+r.dest+" durable", err))
	}
	if err := errors.Join(r.release(), r.earlier.Close()); err != nil {
		return r.fail(advise("renewing "+r.dest, err))
	}
	left, err := r.swap()
	if err == nil {
		err = r.hook.Around("folder: sync name", func() error { return syncFolder(filepath.Dir(r.dest)) })
	}
	if err == nil {
		err = r.hook.Around("folder: clear", func() error { return os.RemoveAll(left) })
	}
	return errors.Join(advise("renewing "+r.dest, err), r.unlock())
}

// swap lets the new folder take the name, and gives where the old one is.
func (r *Renewal) swap() (left string, err error) {
	partial, before := r.dest+partialSuffix, r.dest+beforeSuffix
	err = r.hook.Around("folder: exchange", func() error { return exchange(partial, r.dest) })
	if err == nil || !errors.Is(err, errNoExchange) {
		return partial, err
	}
	if err := r.hook.Around("folder: rename", func() error { return os.Rename(r.dest, before) }); err != nil {
		return before, err
	}
	err = r.hook.Around("folder: rename", func() error { return os.Rename(partial, r.dest) })
	return before, err
}

// errNoExchange says that the system can't let two folders change names.
var errNoExchange = errors.New("two folders can't change names here")

// Abort removes what there is of a folder that was not finished. The one that stands
// stays as it is.
func (r *Renewal) Abort() error {
	if r.earlier != nil {
		r.earlier.Close()
	}
	return errors.Join(r.Folder.Abort(), r.unlock())
}

// unlock ends the renewal. The lock's file goes first: who opened it meanwhile sees
// that it has no name any more.
func (r *Renewal) unlock() error {
	if r.lock == nil {
		return nil
	}
	name := r.dest + renewingSuffix
	err := os.Remove(name)
	closed := r.lock.Close()
	if err != nil { // Windows takes no name from an open file
		err = os.Remove(name)
	}
	r.lock = nil
	return errors.Join(err, closed)
}
