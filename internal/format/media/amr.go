package media

import (
	"bufio"
	"errors"
	"io"
	"strings"
)

// amr counts the frames of an AMR file, of 20 ms each (RFC 4867, section 5).
func (f *file) amr() error {
	head, name := "#!AMR\n", "AMR"
	sizes := [16]int{12, 13, 15, 17, 19, 20, 26, 31, 5, 6, 5, 5}
	if b := f.at(0, 9); strings.HasPrefix(string(b), "#!AMR-WB\n") {
		head, name = "#!AMR-WB\n", "AMR-WB"
		sizes = [16]int{17, 23, 32, 36, 40, 46, 50, 58, 60, 5}
	} else if !strings.HasPrefix(string(b), head) {
		return errors.New("AMR with several channels is not read")
	}
	f.field("format", "AMR")
	f.field("codec", name)
	r := bufio.NewReader(f.src.Stream())
	_, _ = r.Discard(len(head))
	var frames uint64
	for {
		b, err := r.ReadByte()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if _, err := r.Discard(sizes[b>>3&15]); err != nil {
			f.problem("sound", "it is cut off: the file ends before it does")
			break
		}
		frames++
	}
	f.duration(frames*20, 1000)
	return nil
}
