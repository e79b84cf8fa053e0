package rar

import (
	"errors"
	"fmt"
	"io"

	"github.com/nwaples/rardecode/v2"

	"sanad/internal/format/content"
)

// Read hands over every regular file of a RAR archive as a Member.
func Read(src content.Source, opt content.Options, out content.Sink) error {
	a := &archive{opt: opt, out: out, traits: look(src)}
	options := []rardecode.Option{rardecode.MaxDictionarySize(opt.Limits.WholeBytes)}
	if opt.Password != "" {
		options = append(options, rardecode.Password(opt.Password))
	}
	var err error
	if a.rar, err = rardecode.NewReader(src.Stream(), options...); err != nil {
		return fmt.Errorf("the RAR archive can't be read: %w", a.plainly(err))
	}
	if err := a.members(); err != nil {
		return err
	}
	if a.locked > 0 && a.handed == 0 {
		return fmt.Errorf("%w: its members are encrypted", content.ErrPassword)
	}
	return nil
}

// archive is one reading of a RAR archive.
type archive struct {
	opt    content.Options
	out    content.Sink
	rar    *rardecode.Reader
	traits traits
	seen   int // headers that were read
	handed int // members with a content that could be opened
	locked int // members that want a password
}

// members goes through the archive until its end or until it can't be read on.
func (a *archive) members() error {
	for {
		h, err := a.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return a.ended(err)
		}
		a.seen++
		goOn, err := a.member(h)
		if err != nil || !goOn {
			return err
		}
	}
}

func (a *archive) next() (h *rardecode.FileHeader, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("a header is damaged (%v)", p)
		}
	}()
	return a.rar.Next()
}

// ended tells of an archive that can't be read on, or fails if nothing was.
func (a *archive) ended(err error) error {
	err = a.plainly(err)
	if a.seen == 0 {
		return fmt.Errorf("the RAR archive can't be read: %w", err)
	}
	p := content.Problem{Part: fmt.Sprintf("what follows member %d", a.seen), Reason: err.Error()}
	if over := (*content.Limited)(nil); errors.As(err, &over) {
		p.Limit = over.Limit
	}
	return a.out.Problem(p)
}

// member hands one file over, or tells why not, and whether the next can be
// reached.
func (a *archive) member(h *rardecode.FileHeader) (goOn bool, err error) {
	if h.IsDir {
		return true, nil
	}
	if h.Encrypted && a.opt.Password == "" {
		a.locked++
		return true, a.problem(h, "it is encrypted and wants a password")
	}
	s := &stream{a: a, locked: h.Encrypted}
	if what := linked(h); what != "" {
		if h.LinkTarget == "" {
			target, err := io.ReadAll(io.LimitReader(s, 4096))
			if err == nil {
				h.LinkTarget = string(target)
			}
		}
		err = a.problem(h, fmt.Sprintf("it is %s %q, not followed", what, h.LinkTarget))
	} else {
		a.handed++
		err = a.out.Member(content.Member{Name: h.Name, Role: "member", Modified: a.traits.zoned(h.ModificationTime)}, s)
	}
	if err != nil {
		return false, err
	}
	return a.pass(h, s)
}

// linked says what a member is that only points elsewhere, "" if it is a file.
func linked(h *rardecode.FileHeader) string {
	switch h.LinkType {
	case rardecode.LinkTypeUnixSymlink, rardecode.LinkTypeWindowsSymlink, rardecode.LinkTypeWindowsJunction:
		return "a symbolic link to"
	case rardecode.LinkTypeHardLink:
		return "another name of the member"
	case rardecode.LinkTypeFileCopy:
		return "a copy of the member"
	}
	if h.HostOS == rardecode.HostOSUnix && h.Attributes&0xf000 == 0xa000 {
		return "a symbolic link to"
	}
	return ""
}

// pass goes to the end of a member that the sink left before: in a solid
// archive the next can only be reached through it. It gives up past the limit
// of one member.
func (a *archive) pass(h *rardecode.FileHeader, s *stream) (goOn bool, err error) {
	if s.err != nil || !a.traits.solid {
		return true, nil
	}
	most := a.opt.Limits.MemberBytes
	if n, _ := io.Copy(io.Discard, io.LimitReader(s, most)); n < most {
		return true, nil
	}
	return false, a.out.Problem(content.Problem{Part: "what follows member " + h.Name, Limit: "member_bytes",
		Reason: fmt.Sprintf("it is packed after %q, which is too large to pass over: %v", h.Name, &content.Limited{Limit: "member_bytes", Max: most})})
}

func (a *archive) problem(h *rardecode.FileHeader, reason string) error {
	return a.out.Problem(content.Problem{Part: "member " + h.Name, Reason: reason})
}

// stream reads the present member.
type stream struct {
	a      *archive
	locked bool
	err    error
}

func (s *stream) Read(p []byte) (n int, err error) {
	if s.err != nil {
		return 0, s.err
	}
	defer func() {
		if v := recover(); v != nil {
			n, err = 0, fmt.Errorf("its packed data is damaged (%v)", v)
		}
		s.err = err
	}()
	n, err = s.a.rar.Read(p)
	if err == nil || errors.Is(err, io.EOF) {
		return n, err
	}
	if s.locked {
		s.a.handed--
		s.a.locked++
		return n, fmt.Errorf("%w: the one given does not open it, or it is damaged", content.ErrPassword)
	}
	return n, s.a.plainly(err)
}

// plainly says in words what a library's error means.
func (a *archive) plainly(err error) error {
	switch {
	case errors.Is(err, rardecode.ErrNoSig):
		return errors.New("its mark was not found")
	case errors.Is(err, rardecode.ErrArchiveEncrypted):
		return fmt.Errorf("%w: even its list of contents is encrypted", content.ErrPassword)
	case errors.Is(err, rardecode.ErrBadPassword), a.traits.locked && a.seen == 0:
		return fmt.Errorf("%w: the one given does not open it", content.ErrPassword)
	case errors.Is(err, rardecode.ErrMultiVolume):
		return errors.New("it goes on in the next part of a split archive; the parts can only be read together")
	case errors.Is(err, rardecode.ErrBadVolumeNumber), errors.Is(err, rardecode.ErrInvalidFileBlock):
		return errors.New("this is a later part of a split archive, or damaged; the parts can only be read together")
	case errors.Is(err, rardecode.ErrDictionaryTooLarge):
		return fmt.Errorf("unpacking it takes too large a window: %w", &content.Limited{Limit: "whole_bytes", Max: a.opt.Limits.WholeBytes})
	case errors.Is(err, rardecode.ErrBadFileChecksum):
		return errors.New("its content does not fit its checksum")
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, rardecode.ErrUnexpectedArcEnd), errors.Is(err, rardecode.ErrDecoderOutOfData), errors.Is(err, rardecode.ErrShortFile):
		return errors.New("the archive is cut off")
	}
	return fmt.Errorf("the archive is damaged: %w", err)
}
