package oldoffice

import (
	"errors"
	"io"

	"sanad/internal/format/content"
	"sanad/internal/format/ole1"
)

// object hands over what an object embedded by OLE holds, if it holds a file.
func (f *file) object() bool {
	if stream := f.streams["\x01Ole10Native"]; stream != nil {
		f.out.Say("ole_kind", "embedded file")
		f.out.Tell("embedded file", f.native(stream))
		return true
	}
	for _, name := range []string{"Package", "CONTENTS"} {
		if stream := f.streams[name]; stream != nil && stream.Size > 0 {
			f.out.Say("ole_kind", "embedded document")
			_ = f.out.Member(content.Member{Role: "embedded", Part: "stream " + name}, stream)
			return true
		}
	}
	return false
}

// native hands over the file in a stream Ole10Native (MS-OLEDS section 2.3.6).
func (f *file) native(stream io.Reader) error {
	if _, err := io.CopyN(io.Discard, stream, 4); err != nil {
		return errors.New("the embedded file is cut off")
	}
	name, body, err := ole1.Package(stream)
	if err != nil {
		return err
	}
	return f.out.Member(content.Member{Name: name, Role: "embedded", Part: "embedded file"}, body)
}
