package reading

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io"
	"strings"

	"sanad/internal/format/caption"
	"sanad/internal/format/chat"
	"sanad/internal/format/content"
	"sanad/internal/format/mbox"
	"sanad/internal/format/mhtml"
	"sanad/internal/format/msg"
	"sanad/internal/format/telegram"
)

// isEngine reports whether a child may call itself that.
func isEngine(name string) bool {
	_, known := engines()[name]
	return known || name == enginePDF
}

// within chooses again, with the document at hand, among readers of kinds of
// files that their first bytes and their name do not tell apart.
func within(name string, src content.Source, limits content.Limits) string {
	switch name {
	case enginePlain:
		return amongTexts(head(src))
	case engineHTML:
		if telegram.LooksHTML(head(src)) {
			return engineTelegram
		}
	case engineJSON:
		if telegram.LooksJSON(head(src)) {
			return engineTelegram
		}
	case engineZip:
		return amongZips(src, limits)
	case engineCompressed:
		if packsWARC(src) {
			return engineWARC
		}
	case engineOldOffice:
		return amongCompounds(src)
	case engineXML:
		if bytes.Contains(head(src), []byte("<office:document")) {
			return engineODF
		}
	case engineMail:
		if mhtml.Looks(head(src)) {
			return engineMHTML
		}
	}
	return name
}

// headBytes is how much of a document is looked at to choose its reader.
const headBytes = 64 << 10

func head(src content.Source) []byte {
	buf := make([]byte, min(src.Size, headBytes))
	n, _ := io.ReadFull(src.Stream(), buf) // what can't be read can't decide
	return buf[:n]
}

func amongTexts(head []byte) string {
	switch {
	case chat.Looks(head):
		return engineChat
	case caption.Looks(head):
		return engineCaption
	case mbox.Looks(head):
		return engineMbox
	}
	return enginePlain
}

// amongZips tells by the names in the archive's directory what the archive is
// a document of. A directory that can't be read tells nothing: the reader of
// archives knows what to do with it.
func amongZips(src content.Source, limits content.Limits) string {
	if src.Size > limits.WholeBytes {
		return engineZip
	}
	z, err := zip.NewReader(src, src.Size)
	if err != nil || int64(len(z.File)) > limits.Members {
		return engineZip
	}
	has := func(name string) bool {
		for _, f := range z.File {
			if strings.EqualFold(f.Name, name) {
				return true
			}
		}
		return false
	}
	switch {
	case has("word/document.xml"):
		return engineDocx
	case has("xl/workbook.xml"), has("xl/workbook.bin"):
		return engineWorkbook
	case has("ppt/presentation.xml"):
		return enginePptx
	case has("content.xml") && has("META-INF/manifest.xml"):
		return engineODF
	case has("datapackage.json") && has("pages/pages.jsonl"):
		return engineWACZ
	}
	return engineZip
}

// packsWARC reports whether a compressed file begins with a record of a web
// archive, whose records are compressed one by one.
func packsWARC(src content.Source) bool {
	z, err := gzip.NewReader(src.Stream())
	if err != nil {
		return false
	}
	var begin [5]byte
	_, err = io.ReadFull(z, begin[:])
	return err == nil && string(begin[:]) == "WARC/"
}

// amongCompounds tells a message of Outlook among compound files (MS-CFB). One
// whose directory stands late in the file is known by its name alone.
func amongCompounds(src content.Source) string {
	if msg.Looks(head(src)) || strings.HasSuffix(strings.ToLower(src.Name), ".msg") {
		return engineMSG
	}
	return engineOldOffice
}
