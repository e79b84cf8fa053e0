package media

import (
	"bytes"

	"sanad/internal/format/content"
)

func source(data []byte) content.Source {
	return content.Source{ReaderAt: bytes.NewReader(data), Size: int64(len(data))}
}

func seen() map[content.Field]bool { return make(map[content.Field]bool) }

// fieldSink tells each field, where record keeps only the last of a name.
type fieldSink struct {
	*record
	tell func(string)
}

func (s fieldSink) Field(f content.Field) error {
	s.tell(f.Name + " " + f.Value)
	return nil
}
