package search

import "strings"

// Kind is what a hit is.
type Kind string

// The kinds of hits.
const (
	Item   Kind = "item"
	Person Kind = "person" // an entity that is one
	Entity Kind = "entity" // any other
	Claim  Kind = "claim"
)

// Kinds lists every kind of hit.
func Kinds() []Kind { return []Kind{Item, Person, Entity, Claim} }

// KindOf gives the kind of hit an entity of a schema is.
func KindOf(schema string) Kind {
	if schema == "Person" {
		return Person
	}
	return Entity
}

// Family gathers media types as people think of them.
type Family string

// Families lists every family, in the order they are shown.
func Families() []Family {
	return []Family{"pdf", "image", "mail", "text", "table", "web", "audio", "video", "archive", "office", "other"}
}

// FamilyOf gives the family of a media type, parameters and all.
func FamilyOf(mediaType string) Family {
	media, _, _ := strings.Cut(strings.ToLower(mediaType), ";")
	media = strings.TrimSpace(media)
	if f := familyByName(media); f != "" {
		return f
	}
	top, _, _ := strings.Cut(media, "/")
	switch top {
	case "image", "audio", "video", "text":
		return Family(top)
	case "message":
		return "mail"
	}
	switch {
	case strings.Contains(media, "spreadsheet"), strings.Contains(media, "ms-excel"):
		return "table"
	case strings.Contains(media, "officedocument"), strings.Contains(media, "opendocument"), strings.Contains(media, "ms-powerpoint"):
		return "office"
	}
	return "other"
}

func familyByName(media string) Family {
	switch media {
	case "application/pdf", "image/vnd.djvu":
		return "pdf"
	case "text/html", "application/xhtml+xml", "application/warc", "application/wacz", "application/x-mimearchive", "multipart/related":
		return "web"
	case "text/csv", "text/tab-separated-values", "application/vnd.sqlite3", "application/x-sqlite3", "application/vnd.apache.parquet":
		return "table"
	case "application/mbox", "application/vnd.ms-outlook", "application/x-ole-storage-outlook", "text/x-eml":
		return "mail"
	case "application/msword", "application/rtf", "text/rtf", "application/epub+zip", "application/vnd.ms-word":
		return "office"
	case "application/json", "application/xml", "application/x-ndjson", "application/yaml":
		return "text"
	case "application/zip", "application/x-tar", "application/gzip", "application/x-7z-compressed", "application/x-rar-compressed", "application/vnd.rar",
		"application/x-bzip2", "application/x-xz", "application/zstd", "application/x-cpio", "application/x-unix-archive":
		return "archive"
	case "application/ogg":
		return "audio"
	}
	return ""
}

func isFamily(name string) bool {
	for _, f := range Families() {
		if string(f) == name {
			return true
		}
	}
	return false
}

func isKind(name string) bool {
	for _, k := range Kinds() {
		if string(k) == name {
			return true
		}
	}
	return false
}
