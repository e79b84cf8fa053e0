package untar

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"slices"

	"sanad/internal/format/content"
)

// Read hands over every regular file of a tape archive as a Member.
func Read(src content.Source, opt content.Options, out content.Sink) error {
	return ReadStream(src.Stream(), "", out)
}

// ReadStream reads a tape archive as it comes, as from something compressed.
// part says for people where it comes from ("" for a file of its own) and
// stands as Part on every Member. A broken header does not end it: members
// after the next sound one are read, and a Problem tells of the gap.
func ReadStream(r io.Reader, part string, out content.Sink) error {
	a := &archive{in: &blocks{r: r}, part: part, out: out}
	a.tar = tar.NewReader(a.in)
	for {
		h, err := a.tar.Next()
		if errors.Is(err, io.EOF) {
			if err := a.behind(); err != nil {
				return err
			}
			if a.tar == nil {
				return nil
			}
			continue
		}
		if err != nil {
			if err := a.again(err); err != nil {
				return err
			}
			if a.tar == nil {
				return nil
			}
			continue
		}
		a.seen++
		if err := a.member(h); err != nil {
			return err
		}
	}
}

// archive is one reading of a tape archive.
type archive struct {
	in   *blocks
	tar  *tar.Reader // nil once there is nothing more
	part string
	out  content.Sink
	seen int

	retried int64 // where a header was last read again
}

// member hands an entry over, or tells why it has no content.
func (a *archive) member(h *tar.Header) error {
	switch h.Typeflag {
	case tar.TypeReg, '\x00', tar.TypeCont, tar.TypeGNUSparse:
		m := content.Member{Name: h.Name, Role: "member", Part: a.part, Modified: h.ModTime}
		return a.out.Member(m, &plainly{a.tar})
	case tar.TypeDir, tar.TypeXGlobalHeader, 'D', 'V':
		return nil
	case tar.TypeSymlink:
		return a.problem(h, fmt.Sprintf("it is a symbolic link to %q, not followed", h.Linkname))
	case tar.TypeLink:
		return a.problem(h, fmt.Sprintf("it is another name of the member %q", h.Linkname))
	case tar.TypeChar, tar.TypeBlock:
		return a.problem(h, "it is a device, which holds nothing")
	case tar.TypeFifo:
		return a.problem(h, "it is a pipe, which holds nothing")
	case 'M':
		return a.problem(h, "it is the rest of a file that began in another part of the archive")
	}
	return a.problem(h, fmt.Sprintf("it is of the unknown kind %q", h.Typeflag))
}

func (a *archive) problem(h *tar.Header, reason string) error {
	return a.out.Problem(content.Problem{Part: "member " + h.Name, Reason: reason})
}

// behind looks for members after the mark that ends an archive: put there by
// joining two archives, or to hide them.
func (a *archive) behind() error {
	at := a.in.n
	block := a.in.sound()
	if a.tar = nil; block == nil {
		return nil
	}
	a.in.back = block
	a.tar = tar.NewReader(a.in)
	return a.gap(at, "after the mark that ends the archive come more members")
}

// again takes up the reading at the next sound header, after cause; at the
// last one itself, where only the extended header before it is at fault.
func (a *archive) again(cause error) error {
	broken := errors.Is(cause, tar.ErrHeader) || errors.Is(cause, tar.ErrFieldTooLong)
	if a.seen == 0 && !broken && a.in.n < blockSize {
		return errors.New("this is not a TAR file: it is shorter than one header")
	}
	at := a.in.n
	if broken && at > a.retried && plain(a.in.last) {
		a.retried = at
		a.in.back = slices.Clone(a.in.last)
		a.tar = tar.NewReader(a.in)
		return a.gap(at-blockSize, "the extended header of the next member is damaged; its name may be cut short and its time wrong")
	}
	var block []byte
	if broken {
		block = a.in.sound()
	}
	if block == nil {
		a.tar = nil
		return a.ended(broken)
	}
	a.in.back = block
	a.tar = tar.NewReader(a.in)
	if a.seen == 0 {
		return a.gap(at, "the beginning is no TAR header; members after it were searched for")
	}
	return a.gap(at, "a member's header is damaged; what it stands for is lost")
}

// ended tells of an archive that breaks off for good.
func (a *archive) ended(broken bool) error {
	var cause error
	switch {
	case a.in.err != nil && !errors.Is(a.in.err, io.EOF):
		cause = a.in.err
	case broken && a.seen == 0:
		return errors.New("this is not a TAR file: no header was found")
	case broken:
		cause = errors.New("what follows the last member that could be read is no TAR header")
	default:
		cause = errors.New("the TAR file is cut off")
	}
	if a.seen == 0 {
		return cause
	}
	return a.gap(a.in.n, cause.Error())
}

func (a *archive) gap(at int64, reason string) error {
	return a.out.Problem(content.Problem{Part: fmt.Sprintf("byte %d of the archive", at), Reason: reason})
}

// plainly says in words what a broken member's error means.
type plainly struct{ r io.Reader }

func (p *plainly) Read(b []byte) (int, error) {
	n, err := p.r.Read(b)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = errors.New("it is cut off: the archive ends before it does")
	}
	return n, err
}
