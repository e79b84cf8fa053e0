package unzip

import (
	"errors"
	"fmt"
	"io"

	"sanad/internal/format/content"
)

// Read hands over every regular file of a ZIP file as a Member, in the order of
// the directory. Where the directory is cut off or broken the members are found
// by searching for their own headers, which a Problem tells.
func Read(src content.Source, opt content.Options, out content.Sink) error {
	a := &archive{src: src, opt: opt, out: out}
	dir, err := findDirectory(src)
	if err == nil {
		err = a.listed(dir)
	}
	if errors.Is(err, errDirectory) {
		err = a.salvage(err)
	}
	if err != nil {
		return err
	}
	return a.finish()
}

// archive is one reading of a ZIP file.
type archive struct {
	src     content.Source
	opt     content.Options
	out     content.Sink
	handed  int    // members that could be opened
	locked  int    // members that want a password
	how     string // how the last of them is encrypted
	guessed string // the encoding that a name was taken to be in

	searched int64 // bytes looked at for descriptors
}

// finish tells what concerns the file as a whole.
func (a *archive) finish() error {
	if a.locked > 0 && a.handed == 0 {
		return fmt.Errorf("%w: its members are encrypted (%s)", content.ErrPassword, a.how)
	}
	if a.guessed == "" {
		return nil
	}
	if err := a.out.Field(content.Field{Name: "encoding", Value: a.guessed}); err != nil {
		return err
	}
	return a.out.Field(content.Field{Name: "encoding_guess", Value: "likely"})
}

// listed reads the members that the directory lists.
func (a *archive) listed(dir directory) error {
	double, err := overlaps(dir, a.opt.Limits.Members)
	if err != nil {
		return err
	}
	return dir.each(func(n int64, e entry) error {
		if double[n] {
			return a.problem(e, "its bytes overlap those of another member, as in a ZIP bomb; it is left out")
		}
		return a.member(e, dir.base)
	})
}

// member hands one listed entry over, or says why not.
func (a *archive) member(e entry, base int64) error {
	if e.isFolder() {
		return nil
	}
	own, start, err := readLocal(a.src, base+e.offset)
	if err != nil {
		return a.problem(e, "its own header is not where the ZIP directory says")
	}
	if own.name != e.name && own.raw != e.raw {
		if err := a.problem(e, fmt.Sprintf("it is called %q at its own place in the file", own.name)); err != nil {
			return err
		}
	}
	if e.packed < 0 || start+e.packed > a.src.Size {
		return a.problem(e, "it is cut off: the file ends before it does")
	}
	return a.open(e, io.NewSectionReader(a.src, start, e.packed))
}

// open unpacks an entry whose packed bytes are raw.
func (a *archive) open(e entry, raw io.Reader) error {
	if e.guessed != "" {
		a.guessed = e.guessed
	}
	if what := e.special(); what != "" {
		return a.special(e, what, raw)
	}
	r, err := a.unpacked(e, raw)
	if errors.Is(err, content.ErrPassword) {
		a.locked++
		a.how = e.cipher()
		return a.problem(e, a.passwordWords(e))
	}
	if err != nil {
		return a.told(e, err)
	}
	a.handed++
	return a.out.Member(content.Member{Name: e.name, Role: "member", Modified: e.modified}, r)
}

func (a *archive) passwordWords(e entry) string {
	if a.opt.Password == "" {
		return fmt.Sprintf("it is encrypted (%s) and wants a password", e.cipher())
	}
	return fmt.Sprintf("it is encrypted (%s) and the password does not open it", e.cipher())
}

// longestLink is more than any system allows a link's target to be.
const longestLink = 4096

// special tells of a link or a device, which has no content of its own.
func (a *archive) special(e entry, what string, raw io.Reader) error {
	if what != symbolicLink {
		return a.problem(e, "it is "+what+", which holds nothing")
	}
	target := "an unreadable place"
	if r, err := a.unpacked(e, raw); err == nil {
		if b, err := io.ReadAll(io.LimitReader(r, longestLink)); err == nil {
			target = fmt.Sprintf("%q", b)
		}
	}
	return a.problem(e, "it is a symbolic link to "+target+", not followed")
}

// told makes a Problem of an error, keeping the name of a limit.
func (a *archive) told(e entry, err error) error {
	p := content.Problem{Part: "member " + e.name, Reason: err.Error()}
	if over := (*content.Limited)(nil); errors.As(err, &over) {
		p.Limit = over.Limit
	}
	return a.out.Problem(p)
}

func (a *archive) problem(e entry, reason string) error {
	return a.out.Problem(content.Problem{Part: "member " + e.name, Reason: reason})
}
