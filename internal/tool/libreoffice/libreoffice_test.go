package libreoffice

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"sanad/internal/format/content"
	"sanad/internal/tool/outside"
	"sanad/internal/tool/outside/outsidetest"
)

func installed(t *testing.T) Tool {
	t.Helper()
	tool, err := Find(context.Background())
	outsidetest.Have(t, err)
	return tool
}

func source(data []byte) content.Source {
	return content.Source{ReaderAt: bytes.NewReader(data), Size: int64(len(data)), Name: "$(touch x).doc"}
}

func options() content.Options { return content.Options{Limits: content.DefaultLimits()} }

// part gives the text of one file in a ZIP.
func part(t *testing.T, data []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// old writes text in an old office form, outside the walls: it is our own.
func old(t *testing.T, tool Tool, name, text, form string) []byte {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(tool.Path, "--headless", "-env:UserInstallation=file://"+dir+"/profile", "--convert-to", form, "--outdir", dir, filepath.Join(dir, name))
	cmd.Env = append(os.Environ(), "HOME="+dir)
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	data, err := os.ReadFile(filepath.Join(dir, strings.TrimSuffix(name, filepath.Ext(name))+"."+form))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// letter is a flat OpenDocument text.
const letter = `<?xml version="1.0" encoding="UTF-8"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" ` +
	`xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">` +
	`<office:body><office:text><text:p>او می` + "\u200c" + `رود، Evin, ١٢</text:p></office:text></office:body></office:document>`

// list is a flat OpenDocument spreadsheet.
const list = `<?xml version="1.0" encoding="UTF-8"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" ` +
	`xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" ` +
	`office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body><office:spreadsheet><table:table table:name="A">` +
	`<table:table-row><table:table-cell office:value-type="string"><text:p>نوید</text:p></table:table-cell></table:table-row>` +
	`</table:table></office:spreadsheet></office:body></office:document>`

func TestOldDocumentsAreWrittenAnew(t *testing.T) {
	tool := installed(t)
	for form, c := range map[string]struct{ name, text, part, want string }{
		"doc": {"letter.fodt", letter, "word/document.xml", "می\u200cرود"},
		"xls": {"list.fods", list, "xl/sharedStrings.xml", "نوید"},
	} {
		data := old(t, tool, c.name, c.text, form)
		made, err := tool.Convert(context.Background(), source(data), form, options())
		if err != nil {
			t.Errorf("%s: %v", form, err)
			continue
		}
		if text := part(t, made, c.part); !strings.Contains(text, c.want) {
			t.Errorf("%s: %q is not in %.300q", form, c.want, text)
		}
	}
}

func TestADamagedDocumentCostsItselfOnly(t *testing.T) {
	tool := installed(t)
	for ending, data := range map[string]string{"xls": "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ppt": "hello"} {
		if _, err := tool.Convert(context.Background(), source([]byte(data)), ending, options()); err != nil && !outside.Hostile(err) {
			t.Errorf("%s: %v", ending, err)
		}
	}
}

// sink takes one member.
type sink struct {
	content.Sink
	member content.Member
	data   []byte
}

func (s *sink) Member(m content.Member, r io.Reader) (err error) {
	s.member = m
	s.data, err = io.ReadAll(r)
	return err
}

func TestTheNewFormIsHandedOverAsSuch(t *testing.T) {
	tool := installed(t)
	var got sink
	data := `{\rtf1\ansi Hello from Varanda.\par}`
	if err := tool.Read(context.Background(), source([]byte(data)), Ending("application/rtf"), options(), &got); err != nil {
		t.Fatal(err)
	}
	if got.member.Role != "converted" || got.member.Name != "document.docx" || !strings.Contains(part(t, got.data, "word/document.xml"), "Hello from Varanda.") {
		t.Errorf("%+v", got.member)
	}
}

func TestWhatIsNotConvertedIsRefused(t *testing.T) {
	var tool Tool
	for _, ending := range []string{"", "exe", "../doc", "doc;id", "docx"} {
		if _, err := tool.Convert(context.Background(), source([]byte("x")), ending, options()); err == nil {
			t.Errorf(".%s was taken", ending)
		}
		if err := tool.Read(context.Background(), source([]byte("x")), ending, options(), &sink{}); err == nil {
			t.Errorf(".%s was taken", ending)
		}
	}
	opt := options()
	opt.Limits.WholeBytes = 1
	var limited *content.Limited
	if _, err := tool.Convert(context.Background(), source([]byte("xx")), "doc", opt); !errors.As(err, &limited) {
		t.Errorf("a document over the limit gave %v", err)
	}
}

func TestEveryMediaTypeHasATarget(t *testing.T) {
	for _, mediaType := range []string{"application/msword", "application/rtf", "text/rtf", "application/vnd.ms-excel", "application/vnd.ms-powerpoint", "application/vnd.wordperfect", "application/vnd.ms-works", "application/vnd.sun.xml.writer", "application/vnd.sun.xml.calc", "application/vnd.sun.xml.impress"} {
		if _, known := Target(Ending(mediaType)); !known {
			t.Errorf("%s is not converted", mediaType)
		}
	}
	if got := Ending("text/plain"); got != "" {
		t.Errorf("plain text is converted as .%s", got)
	}
}
