package api

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

func TestAnAnswerIsKeptWholeHoweverLong(t *testing.T) {
	for _, lines := range []int{0, 1, 1000, 100_000} {
		s := &spool{folder: t.TempDir()}
		var want strings.Builder
		for range lines {
			line := "a line of an answer\n"
			want.WriteString(line)
			if _, err := s.Write([]byte(line)); err != nil {
				t.Fatal(err)
			}
		}
		left, err := os.ReadDir(s.folder)
		if err != nil || (len(left) > 0) != (want.Len() > keptBack) {
			t.Errorf("%d lines: %d files, %v", lines, len(left), err)
		}
		var got bytes.Buffer
		if err := s.sendTo(&got); err != nil || got.String() != want.String() || s.size != int64(want.Len()) {
			t.Errorf("%d lines: %d bytes of %d, %v", lines, got.Len(), want.Len(), err)
		}
		if left, err := os.ReadDir(s.folder); err != nil || len(left) > 0 {
			t.Errorf("%d lines: %d files are left, %v", lines, len(left), err)
		}
	}
}
