package wacz

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// mirror matches the first part of a host's name that says nothing.
var mirror = regexp.MustCompile(`^www\d*\.`)

// surt gives the searchable form of an address (CDXJ 0.1.0, "Searchable URL"):
// lower case, host reversed, a ")" before the path. As the programs that
// search such indexes do, and the text of the standard does not say, it leaves
// out www. and sorts the query. Addresses of other kinds stay as they are.
func surt(address string) string {
	u, err := url.Parse(strings.ToLower(address))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return strings.ReplaceAll(address, " ", "%20")
	}
	out := mirror.ReplaceAllString(u.Hostname(), "")
	if !isAddress(u.Host) {
		parts := strings.Split(out, ".")
		slices.Reverse(parts)
		out = strings.Join(parts, ",")
	}
	if u.Port() != "" {
		out += ":" + u.Port()
	}
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	if out += ")" + path; u.RawQuery != "" {
		parts := strings.Split(u.RawQuery, "&")
		slices.Sort(parts)
		out += "?" + strings.Join(parts, "&")
	}
	return strings.ReplaceAll(out, " ", "%20")
}

// isAddress tells an IP address from a name: its parts are not reversed.
func isAddress(host string) bool {
	return strings.HasPrefix(host, "[") || strings.Trim(host, "0123456789.:") == ""
}
