package capture

import "time"

// Form names the shape of a report as it stands in the package.
const Form = "sanad-capture/1"

// Report tells how a page was captured: what the Berkeley Protocol (2020) asks
// to be kept of one. It stands in the package as a metadata record of the
// page, without the fields about the package itself.
type Report struct {
	Form      string    `json:"form"`
	Asked     string    `json:"asked"`           // the address as it was given
	Page      string    `json:"page"`            // the address that answered in the end
	Title     string    `json:"title,omitempty"` // the page's own
	Status    int       `json:"status"`
	Media     string    `json:"media,omitempty"`
	SHA256    string    `json:"sha256"` // of the page's body as it came over the wire
	Started   time.Time `json:"started"`
	Ended     time.Time `json:"ended"`
	Context   string    `json:"context,omitempty"`
	Collector string    `json:"collector,omitempty"`
	Method    Method    `json:"method"`
	Egress    Egress    `json:"egress"`
	Answers   []Answer  `json:"answers"`
	Failed    []Failure `json:"failed"`
	// Missing names what a full capture has and this one does not.
	Missing []string `json:"missing"`

	Bytes   int64  `json:"-"` // of the package
	Package string `json:"-"` // its SHA-256 in hexadecimal digits
}

// Method is how it was collected.
type Method struct {
	Tool       string   `json:"tool"`
	UserAgent  string   `json:"user_agent"`
	Language   string   `json:"language,omitempty"`
	BadTLS     bool     `json:"certificates_not_required"`
	Limits     Limits   `json:"limits"`
	Allowed    []string `json:"private_addresses_allowed,omitempty"`
	Conditions []string `json:"conditions"` // what else was always so
}

// Egress is from where it was collected. The local address is never recorded.
type Egress struct {
	Told     string   `json:"told"` // by the collector, or "not recorded"
	Proxy    bool     `json:"proxy"`
	Families []string `json:"families,omitempty"` // "IPv4", "IPv6"
}

// Answer is one answer that is in the package.
type Answer struct {
	URL       string    `json:"url"`
	Kind      string    `json:"kind"` // "page", "image", "style", ...
	Time      time.Time `json:"time"`
	Status    int       `json:"status"`
	Media     string    `json:"media,omitempty"`
	Bytes     int64     `json:"bytes"` // of its body as it came over the wire
	SHA256    string    `json:"sha256"`
	Record    string    `json:"record"` // WARC-Record-ID
	Server    string    `json:"server,omitempty"`
	TLS       string    `json:"tls,omitempty"`
	BadTLS    string    `json:"certificate_fault,omitempty"`
	Truncated string    `json:"truncated,omitempty"`
}

// Failure is something that the page needs and that is not in the package.
type Failure struct {
	URL    string `json:"url"`
	Kind   string `json:"kind"`
	Reason string `json:"reason"`
}

func conditions() []string {
	return []string{
		"no cookies, no login, no referrer",
		"every request on a connection of its own, HTTP/1.1",
		"scripts were not run",
		"robots.txt was not asked for",
		"frames were followed one level deep",
	}
}

// missing lists what is not there, in the order of the Berkeley Protocol's
// own list.
func (c *collector) missing() []string {
	list := []string{
		"full-page image: none was made",
		"what the page's scripts would have loaded: scripts were not run",
	}
	r := c.report
	for _, m := range []struct {
		lacks bool
		text  string
	}{
		{len(r.Failed)+c.unasked > 0, plural(len(r.Failed)+c.unasked, "part of the page is", "parts of the page are") + " not in the package"},
		{c.oddLinks > 0, plural(c.oddLinks, "address in the page could", "addresses in the page could") + " not be read"},
		{c.deepFrames > 0, plural(c.deepFrames, "frame inside a frame was", "frames inside frames were") + " not followed"},
		{c.unread > 0, plural(c.unread, "file was", "files were") + " too long, or packed in a way that is not known, to look for everything in it"},
		{c.cutOff > 0, plural(c.cutOff, "answer is", "answers are") + " cut off"},
		{r.Context == "", "context: no note was given"},
		{r.Collector == "", "collector: not named"},
		{c.req.Egress == "", "egress: the address it was captured from is not recorded"},
		{c.proxy != nil, "server addresses: names were resolved by a proxy"},
	} {
		if m.lacks {
			list = append(list, m.text)
		}
	}
	return list
}
