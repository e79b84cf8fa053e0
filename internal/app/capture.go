package app

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/net/idna"

	"sanad/internal/core/custody"
	"sanad/internal/face/cli"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
	"sanad/internal/tool/capture"
)

// captureSettings are the rules of an archive for captures of web pages.
type captureSettings struct {
	// Allow opens what is not public to captures: address ranges such as
	// 10.0.0.0/8, and names of hosts.
	Allow     []string `json:"allow,omitempty"`
	Ports     []uint16 `json:"ports,omitempty"`
	Proxy     string   `json:"proxy,omitempty"` // socks5://HOST:PORT
	UserAgent string   `json:"user_agent,omitempty"`
}

func (c captureSettings) allow() (a capture.Allow, err error) {
	a.Ports = c.Ports
	for _, one := range c.Allow {
		if net, err := netip.ParsePrefix(one); err == nil {
			a.Nets = append(a.Nets, net)
			continue
		}
		if ip, err := netip.ParseAddr(one); err == nil {
			a.Nets = append(a.Nets, netip.PrefixFrom(ip, ip.BitLen()))
			continue
		}
		host, err := idna.Lookup.ToASCII(one)
		if err != nil || strings.ContainsAny(one, "/:") {
			return a, fail.New(fail.Usage, "capture.allow in %s: %q is neither a range of addresses nor a host", settingsFile, one)
		}
		a.Hosts = append(a.Hosts, strings.ToLower(host))
	}
	return a, nil
}

// capture captures a page into a file of the archive's own folder, from where
// it is taken into custody.
func (p *parts) capture(ctx context.Context, req cli.CaptureRequest) (out cli.CaptureResult, err error) {
	allow, err := p.set.Capture.allow()
	if err != nil {
		return out, err
	}
	dir, err := os.MkdirTemp(filepath.Join(p.dir, tmpFolder), "capture-*")
	if err != nil {
		return out, fail.New(fail.Failed, "making room for the capture: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(dir))
		}
	}()
	path := filepath.Join(dir, "page.wacz")
	report, err := p.captureInto(ctx, path, capture.Request{
		URL: req.URL, Allow: allow, UserAgent: p.set.Capture.UserAgent, Language: req.Language, Proxy: p.set.Capture.Proxy, BadTLS: req.BadTLS,
		Note: req.Note, Collector: req.Collector, Egress: req.Egress, Tool: "sanad " + Version(), Dir: dir, Now: time.Now, Random: rand.Reader,
	})
	if err != nil {
		return out, fail.New(fail.Failed, "%w", err).Do("only public http and https addresses are captured; others must be allowed in %s", settingsFile)
	}
	out = cli.CaptureResult{Page: report.Page, Title: report.Title, Status: report.Status, Answers: len(report.Answers), Missing: report.Missing,
		Remove: func() error { return os.RemoveAll(dir) }}
	for _, f := range report.Failed {
		out.Failed = append(out.Failed, f.URL+": "+f.Reason)
	}
	out.Found = flow.Found{Name: custody.NameOf(captureName(req.URL, report.Started)), Modified: report.Ended,
		Open: func() (io.ReadCloser, error) { return os.Open(path) }}
	return out, nil
}

func (p *parts) captureInto(ctx context.Context, path string, req capture.Request) (report capture.Report, err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return report, err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	report, err = capture.Capture(ctx, req, w)
	return report, errors.Join(err, w.Flush(), f.Close())
}

// captureName names a capture by its site and its time.
func captureName(address string, at time.Time) string {
	host := "page"
	if u, err := url.Parse(address); err == nil && u.Hostname() != "" {
		host = u.Hostname()
	}
	return fmt.Sprintf("%s-%s.wacz", host, at.UTC().Format("20060102T150405Z"))
}
