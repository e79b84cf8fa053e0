package reading

import (
	"strings"

	"sanad/internal/format/caption"
	"sanad/internal/format/chat"
	"sanad/internal/format/compressed"
	"sanad/internal/format/docx"
	"sanad/internal/format/eml"
	"sanad/internal/format/emlx"
	"sanad/internal/format/html"
	"sanad/internal/format/jsontext"
	"sanad/internal/format/mbox"
	"sanad/internal/format/media"
	"sanad/internal/format/mhtml"
	"sanad/internal/format/msg"
	"sanad/internal/format/odf"
	"sanad/internal/format/oldoffice"
	"sanad/internal/format/picture"
	"sanad/internal/format/plain"
	"sanad/internal/format/pptx"
	"sanad/internal/format/rar"
	"sanad/internal/format/rtf"
	"sanad/internal/format/sevenzip"
	"sanad/internal/format/sheet"
	"sanad/internal/format/svg"
	"sanad/internal/format/telegram"
	"sanad/internal/format/untar"
	"sanad/internal/format/unzip"
	"sanad/internal/format/wacz"
	"sanad/internal/format/warc"
	"sanad/internal/format/workbook"
	"sanad/internal/format/xmltext"
)

// The engines that this package must know by name.
const (
	enginePDF          = "sanad-pdf"
	enginePDFPages     = "sanad-pdf-pages" // draws them
	enginePicture      = "sanad-picture"
	enginePicturePages = "sanad-picture-pages"
	engineOldOffice    = "sanad-oldoffice"
	enginePlain        = "sanad-plain"
	engineZip          = "sanad-zip"
	engineDocx         = "sanad-docx"
	engineWorkbook     = "sanad-workbook"
	enginePptx         = "sanad-pptx"
	engineODF          = "sanad-odf"
	engineMail         = "sanad-mail"
	engineMbox         = "sanad-mbox"
	engineWARC         = "sanad-warc"
	engineWACZ         = "sanad-wacz"
	engineHTML         = "sanad-html"
	engineJSON         = "sanad-json"
	engineTelegram     = "sanad-telegram"
	engineChat         = "sanad-chat"
	engineCaption      = "sanad-caption"
	engineMSG          = "sanad-msg"
	engineMHTML        = "sanad-mhtml"
	engineEMLX         = "sanad-emlx"
	engineXML          = "sanad-xml"
	engineCompressed   = "sanad-unpack"
	engineSheet        = "sanad-sheet"
	engineSVG          = "sanad-svg"
)

// engines gives the format readers by the names under which renditions tell
// of them.
func engines() map[string]read {
	return map[string]read{
		enginePlain: plain.Read, engineSheet: sheet.Read,
		engineDocx: docx.Read, enginePptx: pptx.Read, engineWorkbook: workbook.Read, engineODF: odf.Read, "sanad-rtf": rtf.Read, engineOldOffice: oldoffice.Read,
		engineMail: eml.Read, engineEMLX: emlx.Read, engineMbox: mbox.Read, engineMHTML: mhtml.Read, engineMSG: msg.Read,
		engineChat: chat.Read, engineTelegram: telegram.Read, engineCaption: caption.Read,
		engineHTML: html.Read, engineJSON: jsontext.Read, engineSVG: svg.Read, engineXML: xmltext.Read,
		engineZip: unzip.Read, "sanad-tar": untar.Read, engineCompressed: compressed.Read, "sanad-7z": sevenzip.Read, "sanad-rar": rar.Read,
		enginePicture: picture.Read, "sanad-media": media.Read,
		engineWARC: warc.Read, engineWACZ: wacz.Read,
	}
}

// engineFor names the reader of a media type, "" if none.
func engineFor(mediaType string) string {
	kind, _, _ := strings.Cut(mediaType, ";")
	kind = strings.TrimSpace(strings.ToLower(kind))
	if engine := engineOf(kind); engine != "" {
		return engine
	}
	switch {
	case strings.HasPrefix(kind, "application/vnd.ms-visio."): // a ZIP, whatever its name says
		return engineZip
	case strings.HasPrefix(kind, "application/vnd.oasis.opendocument."):
		return engineODF
	case strings.HasSuffix(kind, "+json"):
		return engineJSON
	case strings.HasSuffix(kind, "+xml"):
		return engineXML
	case strings.HasPrefix(kind, "text/"):
		return enginePlain
	case strings.HasPrefix(kind, "audio/"), strings.HasPrefix(kind, "video/"), kind == "application/ogg":
		return "sanad-media"
	}
	return ""
}

// engineOf names the reader of a media type that is named as a whole.
func engineOf(kind string) string {
	const office = "application/vnd.openxmlformats-officedocument."
	switch kind {
	case office + "wordprocessingml.document", office + "wordprocessingml.template":
		return engineDocx
	case office + "presentationml.presentation", office + "presentationml.slideshow", office + "presentationml.template":
		return enginePptx
	case office + "spreadsheetml.sheet", office + "spreadsheetml.template":
		return engineWorkbook
	case "text/csv", "text/tab-separated-values":
		return engineSheet
	case "application/pdf":
		return enginePDF
	case "text/html", "application/xhtml+xml":
		return engineHTML
	case "multipart/related", "application/x-mimearchive":
		return engineMHTML
	case "image/svg+xml":
		return engineSVG
	case "text/xml", "application/xml", "application/rss+xml", "application/atom+xml", "application/gpx+xml", "application/vnd.google-earth.kml+xml":
		return engineXML
	case "application/json", "application/x-ndjson", "application/geo+json", "application/jsonlines":
		return engineJSON
	case "application/yaml", "application/javascript", "text/javascript", "application/x-subrip", "application/x-yaml":
		return enginePlain
	case "image/jpeg", "image/png", "image/gif", "image/tiff", "image/webp", "image/bmp", "image/x-ms-bmp", "image/vnd.mozilla.apng",
		"image/heic", "image/heif", "image/heic-sequence", "image/heif-sequence", "image/avif":
		return enginePicture
	case "text/vtt":
		return engineCaption
	case "text/rtf", "application/rtf":
		return "sanad-rtf"
	case "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint", "application/x-ole-storage", "application/vnd.ms-outlook",
		"application/vnd.ms-publisher", "application/vnd.ms-works", "application/x-ms-installer":
		return engineOldOffice
	case "application/vnd.ms-word.document.macroenabled.12", "application/vnd.ms-word.template.macroenabled.12":
		return engineDocx
	case "application/vnd.ms-excel.sheet.macroenabled.12", "application/vnd.ms-excel.template.macroenabled.12":
		return engineWorkbook
	case "application/vnd.ms-powerpoint.presentation.macroenabled.12", "application/vnd.ms-powerpoint.slideshow.macroenabled.12":
		return enginePptx
	case "message/rfc822", "message/global", "message/partial":
		return engineMail
	case "message/x-emlx":
		return engineEMLX
	case "application/mbox":
		return engineMbox
	case "application/zip", "application/x-zip-compressed", "application/epub+zip", "application/java-archive", "application/vnd.android.package-archive":
		return engineZip
	case "application/x-tar":
		return "sanad-tar"
	case "application/gzip", "application/x-gzip", "application/x-bzip2", "application/x-xz", "application/zstd", "application/x-lz4":
		return engineCompressed
	case "application/x-7z-compressed":
		return "sanad-7z"
	case "application/x-rar-compressed", "application/vnd.rar":
		return "sanad-rar"
	case "application/warc", "application/warc+gzip":
		return engineWARC
	case "application/wacz":
		return engineWACZ
	}
	return ""
}
