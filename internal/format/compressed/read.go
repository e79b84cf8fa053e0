package compressed

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"time"

	"sanad/internal/format/content"
	"sanad/internal/format/untar"
)

// errTrailing: after the end of the packed data comes something else.
var errTrailing = errors.New("after the end of the packed data come bytes that do not belong to it")

// errCut: the file ends within the packed data.
var errCut = errors.New("the packed data is cut off")

// opened is packed data that has begun to be unpacked.
type opened struct {
	r        io.Reader // ends with io.EOF, errTrailing, or what is broken
	name     string    // as the file tells, "" if it does not
	modified time.Time
}

// Read hands over what is packed in the file as one Member; where that is a
// tape archive, its members instead, with the archive's name as their Part.
func Read(src content.Source, opt content.Options, out content.Sink) error {
	head := make([]byte, 13)
	n, err := src.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("reading the file: %w", err)
	}
	open := opener(head[:n])
	if open == nil {
		return errors.New("the file is packed in no way that is known")
	}
	o, err := open(bufio.NewReaderSize(src.Stream(), 1<<16), opt.Limits.WholeBytes)
	if err != nil {
		return err
	}
	if o.name == "" {
		o.name = bare(src.Name)
	}
	return handOver(o, out)
}

// handOver gives the content to out, then tells how it ended if not well.
func handOver(o opened, out content.Sink) error {
	soft := &softly{r: o.r}
	inside := bufio.NewReaderSize(soft, 1<<16)
	head, _ := inside.Peek(512)
	if len(head) == 0 && soft.err != nil && !errors.Is(soft.err, errTrailing) {
		return soft.err
	}
	var err error
	if untar.IsHeader(head) {
		err = untar.ReadStream(inside, "in "+o.name, out)
	} else {
		err = out.Member(content.Member{Name: o.name, Role: "member", Modified: o.modified}, inside)
	}
	if err != nil || soft.err == nil {
		return err
	}
	p := content.Problem{Part: fmt.Sprintf("from byte %d of the content", soft.n), Reason: soft.err.Error()}
	if over := (*content.Limited)(nil); errors.As(soft.err, &over) {
		p.Limit = over.Limit
	}
	if errors.Is(soft.err, errTrailing) {
		p.Part = "end of the file"
	}
	return out.Problem(p)
}

// softly ends at an error as if all were well and keeps it.
type softly struct {
	r   io.Reader
	n   int64
	err error
}

func (s *softly) Read(p []byte) (int, error) {
	if s.err != nil {
		return 0, io.EOF
	}
	n, err := s.r.Read(p)
	s.n += int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		s.err, err = err, io.EOF
	}
	return n, err
}

// bare gives a file's name without the ending that tells of its packing.
func bare(name string) string {
	ext := path.Ext(name)
	switch strings.ToLower(ext) {
	case ".tgz", ".tbz", ".tbz2", ".txz", ".tzst", ".tlz":
		return strings.TrimSuffix(name, ext) + ".tar"
	case ".gz", ".bz2", ".xz", ".zst", ".lz4", ".lzma", ".svgz", ".emz", ".wmz":
		return strings.TrimSuffix(name, ext)
	}
	return name
}
