package capture

import (
	"bytes"
	"crypto/tls"
	"encoding/pem"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"sanad/internal/format/warc"
)

// newID makes a record's ID (RFC 9562, version 4).
func (c *collector) newID() (string, error) {
	var b [16]byte
	if _, err := io.ReadFull(c.req.Random, b[:]); err != nil {
		return "", fmt.Errorf("make a record's ID: %w", err)
	}
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("<urn:uuid:%x-%x-%x-%x-%x>", b[:4], b[4:6], b[6:8], b[8:10], b[10:]), nil
}

// add writes a record and gives its ID.
func (c *collector) add(e warc.Entry) (string, warc.Placed, error) {
	id, err := c.newID()
	if err != nil {
		return "", warc.Placed{}, err
	}
	e.ID = id
	p, err := c.out.Add(e)
	if err != nil {
		// The capture can't go on with half a record in its file.
		return "", p, &spoolError{err}
	}
	return id, p, nil
}

// writeInfo writes what is so for the whole file.
func (c *collector) writeInfo() error {
	block := warc.Fields(warc.Header{
		{Name: "software", Value: c.req.Tool},
		{Name: "format", Value: "WARC File Format 1.1"},
		{Name: "conformsTo", Value: "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"},
		{Name: "operator", Value: c.req.Collector},
		{Name: "description", Value: c.req.Note},
		{Name: "robots", Value: "not asked"},
		{Name: "http-header-user-agent", Value: c.req.UserAgent},
	})
	_, _, err := c.add(warc.Entry{Type: "warcinfo", Date: c.report.Started, MediaType: "application/warc-fields", Body: bytes.NewReader(block)})
	return err
}

// writeMetadata writes a record about an address.
func (c *collector) writeMetadata(uri, media string, data []byte, more warc.Header) error {
	_, _, err := c.add(warc.Entry{Type: "metadata", Date: c.req.Now(), URI: uri, MediaType: media, Body: bytes.NewReader(data), More: more})
	return err
}

// keep writes an exchange: the request, the answer, and the certificates of a
// server that has not shown them yet.
func (c *collector) keep(kind string, x *exchange) error {
	uri := x.url.String()
	more := warc.Header{{Name: "WARC-Protocol", Value: "http/1.1"}}
	if x.peer.IsValid() {
		more = append(more, warc.Field{Name: "WARC-IP-Address", Value: x.peer.String()})
		c.family(x)
	}
	if x.tls != nil {
		more = append(more, warc.Field{Name: "WARC-Cipher-Suite", Value: tls.CipherSuiteName(x.tls.CipherSuite)})
	}
	request, _, err := c.add(warc.Entry{
		Type: "request", Date: x.from, URI: uri, MediaType: "application/http; msgtype=request", Head: x.asked, Body: bytes.NewReader(nil), More: more,
	})
	if err != nil {
		return err
	}
	more = append(more, warc.Field{Name: "WARC-Concurrent-To", Value: request}, warc.Field{Name: "WARC-Truncated", Value: x.truncated})
	head := make([]byte, x.head)
	if _, err := c.spool.ReadAt(head, x.start); err != nil {
		return &spoolError{fmt.Errorf("read the temporary file: %w", err)}
	}
	response, placed, err := c.add(warc.Entry{
		Type: "response", Date: x.from, URI: uri, MediaType: "application/http; msgtype=response", Head: head,
		Body: io.NewSectionReader(c.spool, x.start+x.head, x.end-x.start-x.head), More: more,
	})
	if err != nil {
		return err
	}
	c.list(kind, x, response, placed)
	return c.keepChain(x, response)
}

func (c *collector) family(x *exchange) {
	family := "IPv6"
	if x.peer.Is4() {
		family = "IPv4"
	}
	if !slices.Contains(c.report.Egress.Families, family) {
		c.report.Egress.Families = append(c.report.Egress.Families, family)
	}
}

// list adds an answer to the report.
func (c *collector) list(kind string, x *exchange, id string, p warc.Placed) {
	a := Answer{
		URL: x.url.String(), Kind: kind, Time: x.from.UTC(), Status: x.status, Media: x.header.Get("Content-Type"),
		Bytes: p.PayloadBytes, SHA256: p.PayloadSHA256, Record: strings.Trim(id, "<>"), Truncated: x.truncated,
	}
	a.Media = strings.ToValidUTF8(a.Media, "\uFFFD")
	if x.peer.IsValid() {
		a.Server = x.peer.String()
	}
	if x.tls != nil {
		a.TLS = tls.VersionName(x.tls.Version)
	}
	if x.badTLS != nil {
		a.BadTLS = x.badTLS.Error()
	}
	if x.truncated != "" {
		c.cutOff++
	}
	c.report.Answers = append(c.report.Answers, a)
}

// keepChain writes the certificates that a server showed, once each.
func (c *collector) keepChain(x *exchange, response string) error {
	if x.tls == nil {
		return nil
	}
	var chain bytes.Buffer
	for _, cert := range x.tls.PeerCertificates {
		if err := pem.Encode(&chain, &pem.Block{Type: "CERTIFICATE", Bytes: cert.Raw}); err != nil {
			return fmt.Errorf("keep the certificates of %s: %w", x.url.Host, err)
		}
	}
	if key := x.url.Host + "\n" + chain.String(); c.chains[key] {
		return nil
	} else {
		c.chains[key] = true
	}
	return c.writeMetadata(x.url.String(), "application/pem-certificate-chain", chain.Bytes(), warc.Header{{Name: "WARC-Refers-To", Value: response}})
}

// pageAnswer gives the answer that is the page.
func (c *collector) pageAnswer() Answer {
	for _, a := range c.report.Answers {
		if a.Kind == "page" && a.URL == c.report.Page {
			return a
		}
	}
	return Answer{}
}

func (c *collector) pageRecord() string  { return "<" + c.pageAnswer().Record + ">" }
func (c *collector) pageTime() time.Time { return c.pageAnswer().Time }
