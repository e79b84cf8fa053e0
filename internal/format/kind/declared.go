package kind

import "strings"

// Prefer chooses between what the bytes of a file inside another show and
// what the container says it is. The bytes win, but where they show no more
// than some text, or nothing, the container's word is kept if it is a media
// type that such bytes can have.
func Prefer(found, declared string) string {
	declared, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(declared)), ";")
	declared = strings.TrimSpace(declared)
	bare, charset := split(found)
	if !isMediaType(declared) || declared == Unknown || bare != Unknown && !looksPlain(bare) {
		return found
	}
	texts := strings.HasPrefix(declared, "text/") || strings.HasPrefix(declared, "message/") ||
		strings.HasSuffix(declared, "json") || strings.HasSuffix(declared, "xml") || declared == "application/mbox"
	if (bare == Unknown) == texts {
		return found
	}
	return join(declared, charset)
}

// isMediaType tells a type and subtype of the characters that RFC 6838 section
// 4.2 allows.
func isMediaType(media string) bool {
	main, sub, ok := strings.Cut(media, "/")
	return ok && isToken(main) && isToken(sub) && len(media) <= 127
}

func isToken(s string) bool {
	for _, r := range s {
		switch {
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9', strings.ContainsRune("!#$&-^_.+", r):
		default:
			return false
		}
	}
	return s != ""
}
