package app

import (
	"archive/tar"
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"strings"
	"testing"
)

// The limits that the hostile files of these tests go over.
var small = map[string]int64{"member_bytes": 1 << 20, "members_bytes": 3 << 20, "members": 60, "depth": 20, "text_bytes": 4 << 20, "pages": 500}

// secret is in no file that is handed in: it stands on the machine.
const secret = "/etc/passwd"

// billion is a document type that grows to a thousand million laughs, and
// takes a file of the machine in.
func billion(root string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<?xml version="1.0"?><!DOCTYPE %s [<!ENTITY own SYSTEM "file://`+secret+`"><!ENTITY a0 "laugh">`, root)
	for i := 1; i < 10; i++ {
		fmt.Fprintf(&b, `<!ENTITY a%d "%s">`, i, strings.Repeat(fmt.Sprintf("&a%d;", i-1), 10))
	}
	return b.String() + "]>"
}

// laughs are documents of XML that grow without end, each with a word to find.
func laughs(t *testing.T) map[string]string {
	const word = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	const rels = `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`
	const types = `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`
	const odt = `xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"`
	return map[string]string{
		"laugh.xml": billion("r") + `<r><n>` + latin + `</n><n>&own;</n><n>&a9;</n></r>`,
		"laugh.svg": billion("svg") + `<svg xmlns="http://www.w3.org/2000/svg"><text>` + latin + ` &own; &a9;</text></svg>`,
		"laugh.docx": zipped(t, "[Content_Types].xml", types, "_rels/.rels", rels, "word/document.xml",
			billion("w:document")+`<w:document `+word+`><w:body><w:p><w:r><w:t>`+latin+` &own; &a9;</w:t></w:r></w:p></w:body></w:document>`),
		"laugh.odt": zipped(t, "mimetype", "application/vnd.oasis.opendocument.text", "META-INF/manifest.xml", `<?xml version="1.0"?><manifest/>`, "content.xml",
			billion("office:document-content")+`<office:document-content `+odt+`><office:body><office:text><text:p>`+latin+` &own; &a9;</text:p></office:text></office:body></office:document-content>`),
	}
}

// oddNames are names that lead out of a folder, or lie to who reads them.
func oddNames() []string {
	return []string{"../../../outside.txt", "/absolute.txt", `C:\drive.txt`, `..\back.txt`, "zero\x00byte.txt", "new\nline.txt", "turned\u202etxt.exe", strings.Repeat("n", 5000) + ".txt",
		"broken\xff\xfe.txt", "con", "esc\x1b[31m.txt", "..", "a/./b//c.txt"}
}

func oddZip(t *testing.T) string {
	var files []string
	for i, name := range oddNames() {
		files = append(files, name, fmt.Sprint(latin, " ", i))
	}
	return zipped(t, files...)
}

// numbered are names and contents of so many files.
func numbered(n int) (files []string) {
	for i := range n {
		files = append(files, fmt.Sprint(i, ".txt"), fmt.Sprint("file ", i))
	}
	return files
}

// oddTar holds one file among links and devices.
func oddTar(t *testing.T) string {
	t.Helper()
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, h := range []tar.Header{
		{Name: "link", Typeflag: tar.TypeSymlink, Linkname: secret}, {Name: "hard", Typeflag: tar.TypeLink, Linkname: secret},
		{Name: "pipe", Typeflag: tar.TypeFifo}, {Name: "disk", Typeflag: tar.TypeBlock, Devmajor: 8}, {Name: "null", Typeflag: tar.TypeChar, Devmajor: 1, Devminor: 3},
		{Name: "link/behind.txt", Size: int64(len(latin + "!"))}, {Name: "../" + strings.Repeat("up/", 40) + "plain.txt", Size: int64(len(persian + "!"))},
	} {
		h.Mode = 0o600
		if err := w.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
		data := map[string]string{"link/behind.txt": latin + "!"}[h.Name]
		if data == "" && h.Size > 0 {
			data = persian + "!"
		}
		if _, err := w.Write([]byte(data)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// gigapixels is a PNG file that says to be 65,535 pixels wide and high.
func gigapixels() string {
	head := append([]byte("IHDR"), 0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff, 8, 2, 0, 0, 0)
	out := append([]byte("\x89PNG\r\n\x1a\n"), binary.BigEndian.AppendUint32(nil, 13)...)
	out = append(append(out, head...), binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(head))...)
	return string(out) + "\x00\x00\x00\x00IEND\xaeB`\x82"
}

// nestedMail is a message of so many parts in parts.
func nestedMail(depth int) string {
	var b strings.Builder
	b.WriteString("From: a@example.org\r\nTo: b@example.org\r\nSubject: " + latin + "\r\nMIME-Version: 1.0\r\n")
	for i := range depth {
		fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n", i, i)
	}
	return b.String() + "Content-Type: text/plain\r\n\r\nx\r\n"
}

// nestedZip is a ZIP in ZIPs, each with a file of zeros of its own.
func nestedZip(t *testing.T, depth, zeros int) string {
	inner := zipped(t, "end.txt", latin+" at the end")
	for i := range depth {
		inner = zipped(t, fmt.Sprintf("zeros%d", i), fmt.Sprint(i)+strings.Repeat("\x00", zeros), fmt.Sprintf("inner%d.zip", i), inner)
	}
	return inner
}

// drawnPDF is a PDF file of these objects, the first its catalogue.
func drawnPDF(objects ...string) string {
	var b strings.Builder
	b.WriteString("%PDF-1.7\n")
	var places []int
	for i, o := range objects {
		places = append(places, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	at := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, p := range places {
		fmt.Fprintf(&b, "%010d 00000 n \n", p)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, at)
	return b.String()
}

func stream(dict, data string) string {
	return fmt.Sprintf("<< %s /Length %d >>\nstream\n%s\nendstream", dict, len(data), data)
}

// loops are PDF files that go in circles, or are larger than any paper.
func loops() map[string]string {
	const catalogue = "<< /Type /Catalog /Pages 2 0 R >>"
	const font = "/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
	words := "BT /F 12 Tf 20 20 Td (" + latin + ") Tj ET "
	page := func(box, more string) string {
		return "<< /Type /Page /Parent 2 0 R /MediaBox " + box + " /Contents 4 0 R /Resources << " + font + more + " >> >>"
	}
	return map[string]string{
		"tree.pdf":   drawnPDF(catalogue, "<< /Type /Pages /Kids [2 0 R 2 0 R 3 0 R] /Count 1000000 >>", page("[0 0 200 200]", ""), stream("", words)),
		"parent.pdf": drawnPDF(catalogue, "<< /Type /Pages /Kids [3 0 R] /Count 1 /Parent 2 0 R >>", page("2 0 R", ""), stream("", words)),
		"huge.pdf":   drawnPDF(catalogue, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page("[0 0 1000000000 1000000000]", ""), stream("", words)),
		"form.pdf": drawnPDF(catalogue, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page("[0 0 200 200]", " /XObject << /X 5 0 R >>"), stream("", words+"/X Do"),
			stream("/Type /XObject /Subtype /Form /BBox [0 0 200 200] /Resources << "+font+" /XObject << /X 5 0 R >> >>", strings.Repeat("/X Do ", 20))),
	}
}
