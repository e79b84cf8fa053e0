package sevenzip

import (
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"

	"github.com/bodgit/sevenzip"

	"sanad/internal/format/content"
)

// Read hands over every regular file of a 7z archive as a Member, in the order
// of the archive, which is that of the packed bytes.
func Read(src content.Source, opt content.Options, out content.Sink) error {
	src, start, err := begin(src)
	if err != nil {
		return err
	}
	l, err := list(src, start, opt)
	if err != nil || l.files == 0 {
		return err
	}
	z, err := library(src, opt.Password)
	if err != nil {
		return fmt.Errorf("the 7z archive can't be read: %w", err)
	}
	a := &archive{opt: opt, out: out, blocks: l.blocks, lost: make(map[int]error)}
	for i, b := range l.blocks {
		if err := b.fits(opt.Limits.WholeBytes); err != nil {
			a.lost[i] = err
		}
	}
	for _, f := range z.File {
		if err := a.file(f); err != nil {
			return err
		}
	}
	if a.locked > 0 && a.handed == 0 {
		return fmt.Errorf("%w: its members are encrypted (AES-256)", content.ErrPassword)
	}
	return nil
}

// archive is one reading of a 7z archive.
type archive struct {
	opt    content.Options
	out    content.Sink
	blocks []block
	lost   map[int]error // blocks that are read no further, and why
	handed int
	locked int
}

// file hands one file over, or tells why not.
func (a *archive) file(f *sevenzip.File) error {
	mode := f.FileInfo().Mode()
	if mode.IsDir() {
		return nil
	}
	empty := f.UncompressedSize == 0
	if !empty {
		if reason, limit := a.closed(f); reason != "" {
			return a.out.Problem(content.Problem{Part: "member " + f.Name, Reason: reason, Limit: limit})
		}
	}
	if mode.Type() != 0 {
		return a.special(f, mode)
	}
	if !empty {
		a.handed++
	}
	m := content.Member{Name: f.Name, Role: "member", Modified: f.Modified}
	r := &stream{a: a, f: f, left: f.UncompressedSize, block: f.Stream, empty: empty}
	if err := a.out.Member(m, r); err != nil {
		return err
	}
	r.drain()
	return nil
}

// closed says why a file's block is not read, "" if it is.
func (a *archive) closed(f *sevenzip.File) (reason, limit string) {
	if f.Stream < 0 || f.Stream >= len(a.blocks) {
		return errList.Error(), ""
	}
	if a.blocks[f.Stream].encrypted() && a.opt.Password == "" {
		a.locked++
		return "it is encrypted (AES-256) and wants a password", ""
	}
	err := a.lost[f.Stream]
	if err == nil {
		return "", ""
	}
	if over := (*content.Limited)(nil); errors.As(err, &over) {
		limit = over.Limit
	}
	if errors.Is(err, content.ErrPassword) {
		a.locked++
	}
	return err.Error(), limit
}

// special tells of a link or a device.
func (a *archive) special(f *sevenzip.File, mode fs.FileMode) error {
	reason := "it is a device or a pipe, which holds nothing"
	r := &stream{a: a, f: f, left: f.UncompressedSize, block: f.Stream, empty: f.UncompressedSize == 0}
	if mode&fs.ModeSymlink != 0 {
		target, err := io.ReadAll(io.LimitReader(r, 4096))
		reason = fmt.Sprintf("it is a symbolic link to %q, not followed", target)
		if err != nil {
			reason = "it is a symbolic link to an unreadable place, not followed"
		}
	}
	r.drain()
	return a.out.Problem(content.Problem{Part: "member " + f.Name, Reason: reason})
}

// stream reads one file out of its block and keeps the block's account: a
// block that failed, or that was not read on, is lost for the files after.
type stream struct {
	a     *archive
	f     *sevenzip.File
	rc    io.ReadCloser
	left  uint64
	sum   uint32
	block int
	empty bool
	err   error
}

func (s *stream) Read(p []byte) (n int, err error) {
	if s.err != nil {
		return 0, s.err
	}
	if s.empty {
		return 0, io.EOF
	}
	defer func() {
		if v := recover(); v != nil {
			n, err = 0, s.lose(fmt.Errorf("the packed data is damaged (%v)", v))
		}
		s.err = err
	}()
	if s.rc == nil {
		if s.rc, err = s.f.Open(); err != nil {
			return 0, s.lose(s.plainly(err))
		}
	}
	n, err = s.rc.Read(p)
	s.left -= uint64(n)
	s.sum = crc32.Update(s.sum, crc32.IEEETable, p[:n])
	return n, s.after(err)
}

// after judges how a read ended.
func (s *stream) after(err error) error {
	switch {
	case err != nil && !errors.Is(err, io.EOF):
		return s.lose(s.plainly(err))
	case err == nil:
		return nil
	case s.left > 0:
		return s.lose(errors.New("it is shorter than the list of contents says"))
	}
	if closing := s.rc.Close(); closing != nil {
		return s.lose(s.plainly(closing))
	}
	if s.f.CRC32 != 0 && s.f.CRC32 != s.sum {
		return s.unfit()
	}
	return io.EOF
}

// unfit says what a wrong checksum means.
func (s *stream) unfit() error {
	if s.a.blocks[s.block].encrypted() {
		err := fmt.Errorf("%w: the one given does not open it (AES-256), or it is damaged", content.ErrPassword)
		s.a.handed--
		s.a.locked++
		s.a.lost[s.block] = err
		return err
	}
	return errors.New("its content does not fit its checksum")
}

// plainly says in words what a library's error means.
func (s *stream) plainly(err error) error {
	if s.a.blocks[s.block].encrypted() {
		s.a.handed--
		s.a.locked++
		return fmt.Errorf("%w: the one given does not open it (AES-256), or it is damaged", content.ErrPassword)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("the packed data is cut off")
	}
	return fmt.Errorf("the packed data is damaged: %w", err)
}

// lose gives up the block: what comes after err in it can't be reached.
func (s *stream) lose(err error) error {
	s.rc = nil
	if errors.Is(err, content.ErrPassword) {
		s.a.lost[s.block] = err
	} else {
		s.a.lost[s.block] = fmt.Errorf("it is packed after a member that can't be read (%w)", err)
	}
	return err
}

// drain passes over what the sink left, up to the limit of one member, since
// files after it in the block can only be reached through it.
func (s *stream) drain() {
	if s.err != nil || s.empty {
		return
	}
	n, err := io.Copy(io.Discard, io.LimitReader(s, s.a.opt.Limits.MemberBytes))
	if err == nil && s.err == nil && n >= s.a.opt.Limits.MemberBytes && s.left > 0 {
		s.rc = nil
		s.a.lost[s.block] = fmt.Errorf("it is packed after %q, which is too large to pass over: %w", s.f.Name,
			&content.Limited{Limit: "member_bytes", Max: s.a.opt.Limits.MemberBytes})
	}
}
