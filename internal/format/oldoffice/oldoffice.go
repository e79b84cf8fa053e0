// Package oldoffice knows the OLE2 compound files that office programs wrote
// before 2007 and still write around encrypted documents and embedded objects
// (MS-CFB): which program made one, what it says of itself, whether it is
// encrypted or carries macros. It must never pass for a reader of the old
// documents' text: it says what is needed for that.
//
//	stream                             what it is
//	WordDocument                       Word 97 to 2003 (MS-DOC)
//	Workbook, Book                     Excel 5 to 2003 (MS-XLS)
//	PowerPoint Document                PowerPoint 97 to 2003 (MS-PPT)
//	EncryptedPackage, EncryptionInfo   an encrypted document of Office 2007 and later (MS-OFFCRYPTO)
//	\x01Ole10Native, Package, CONTENTS an object embedded in another document (MS-OLEDS)
package oldoffice

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/richardlehane/mscfb"
	"github.com/xuri/excelize/v2"

	"sanad/internal/format/content"
	"sanad/internal/format/sticky"
)

const (
	// directoryMost is how many bytes the directory and its tables may have
	// that are read before any stream: mscfb holds and walks all entries at
	// once, each of 128 bytes, however many there are.
	directoryMost = 8 << 20
	// propertiesMost is the length of a stream of properties in bytes.
	propertiesMost = 1 << 20
)

// ErrConverter: the file is an old document, whose text is not read here.
var ErrConverter = errors.New("needs LibreOffice")

// file is a compound file being read.
type file struct {
	out     *sticky.Sink
	streams map[string]*mscfb.File // of the root storage, by name with its first character
	macros  bool
}

// Read implements the contract of package content. Where only properties could
// be read it hands them over and then returns an error that wraps ErrConverter.
func Read(src content.Source, opt content.Options, out content.Sink) error {
	f := &file{out: sticky.New(out), streams: map[string]*mscfb.File{}}
	meter := &metered{r: src, left: directoryMost}
	doc, err := open(meter)
	if err != nil {
		return fmt.Errorf("reading the OLE2 file: %w", err)
	}
	meter.left = 2*opt.Limits.WholeBytes + src.Size
	f.sort(doc)
	f.properties()
	if f.macros {
		f.out.Say("macros", "present")
	}
	err = f.read(src, opt)
	if f.out.Err != nil {
		return f.out.Err
	}
	return err
}

// open reads the directory. mscfb is not known to panic; a file that makes it
// do so is damaged like any other.
func open(in *metered) (doc *mscfb.Reader, err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("its directory is damaged")
		}
	}()
	doc, err = mscfb.New(in)
	switch {
	case in.over:
		return nil, fmt.Errorf("its directory is too large: %w", &content.Limited{Limit: "members", Max: directoryMost / 128})
	case err != nil:
		return nil, errors.New("its directory is damaged or cut off")
	}
	return doc, nil
}

// metered fails once more than left bytes were read.
type metered struct {
	r    io.ReaderAt
	left int64
	over bool
}

func (m *metered) ReadAt(p []byte, at int64) (int, error) {
	if m.left -= int64(len(p)); m.left < 0 || at < 0 {
		m.over = m.left < 0
		return 0, errors.New("over the allowance")
	}
	return m.r.ReadAt(p, at)
}

// sort finds the streams of the root storage, and macros anywhere.
func (f *file) sort(doc *mscfb.Reader) {
	for entry, err := doc.Next(); err == nil; entry, err = doc.Next() {
		name := entry.Name
		if entry.Initial != 0 && entry.Initial < ' ' {
			name = string(rune(entry.Initial)) + name
		}
		switch name {
		case "VBA", "_VBA_PROJECT", "_VBA_PROJECT_CUR", "Macros":
			f.macros = true
		}
		if _, twice := f.streams[name]; len(entry.Path) == 0 && !twice {
			f.streams[name] = entry
		}
	}
}

func (f *file) has(name string) bool { return f.streams[name] != nil }

// head reads the first bytes of a stream, fewer if it is shorter or damaged.
func (f *file) head(name string, most int) []byte {
	stream := f.streams[name]
	if stream == nil {
		return nil
	}
	stream.Seek(0, io.SeekStart)
	data, _ := io.ReadAll(io.LimitReader(stream, int64(most)))
	return data
}

// read decides what the file is.
func (f *file) read(src content.Source, opt content.Options) error {
	switch {
	case f.has("EncryptedPackage"):
		f.out.Say("ole_kind", "encrypted Office document")
		return f.decrypt(src, opt)
	case f.has("WordDocument"):
		return f.old("Word document", f.wordLocked())
	case f.has("Workbook"), f.has("Book"):
		return f.old("Excel workbook", f.excelLocked())
	case f.has("PowerPoint Document"):
		return f.old("PowerPoint presentation", f.pointLocked())
	case f.object():
		return nil
	}
	kind := "OLE2 file of a kind that is not known"
	for _, known := range [][2]string{
		{"__properties_version1.0", "Outlook message"}, {"VisioDocument", "Visio drawing"}, {"Quill", "Publisher document"},
		{"Catalog", "thumbnail cache"}, {"MatOST", "Works document"}, {"Equation Native", "equation"},
	} {
		if f.has(known[0]) {
			kind = known[1]
		}
	}
	f.out.Say("ole_kind", kind)
	return fmt.Errorf("%s: its text is not read", kind)
}

// old tells what the document is and that its text is not read here.
func (f *file) old(kind string, locked bool) error {
	f.out.Say("ole_kind", "old "+kind)
	if locked {
		return fmt.Errorf("reading the old %s: %w", kind, content.ErrPassword)
	}
	return fmt.Errorf("old %s: %w", kind, ErrConverter)
}

// decrypt hands over the document inside as a member.
func (f *file) decrypt(src content.Source, opt content.Options) error {
	if opt.Password == "" {
		return fmt.Errorf("reading the encrypted document: %w", content.ErrPassword)
	}
	data, err := src.ReadAll(opt.Limits.WholeBytes)
	if err != nil {
		return fmt.Errorf("reading the encrypted document: %w", err)
	}
	plain, err := decrypted(data, opt.Password)
	if err != nil || !bytes.HasPrefix(plain, []byte("PK\x03\x04")) {
		return fmt.Errorf("reading the encrypted document: %w", content.ErrPassword)
	}
	return f.out.Member(content.Member{Name: src.Name, Role: "embedded", Part: "the document, decrypted"}, bytes.NewReader(plain))
}

func decrypted(data []byte, password string) (plain []byte, err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("its encryption is damaged")
		}
	}()
	return excelize.Decrypt(data, &excelize.Options{Password: password})
}
