package s3

import (
	"fmt"
	"net"
	"net/url"
	"path"
	"strings"
)

// location is what an address of a store says.
type location struct {
	bucket, prefix string
	host           string // of the server, with port
	secure         bool   // over TLS
	region         string
	inPath         bool // the bucket is named in the path and not in the host
}

// parseLocation reads s3://bucket/prefix?endpoint=URL&region=NAME&path=1&plain=1.
// Without an endpoint it is Amazon's. Keys never stand in it: addresses end up
// in logs and lists of processes.
func parseLocation(address string) (location, error) {
	u, err := url.Parse(address)
	if err != nil {
		return location{}, fmt.Errorf("reading the store's address: %w", err)
	}
	if u.Scheme != "s3" || u.Host == "" {
		return location{}, fmt.Errorf("the store's address %q is not of the form s3://bucket/prefix?endpoint=https://host", u.Redacted())
	}
	if u.User != nil {
		return location{}, fmt.Errorf("the store's address holds a key or password: give them in SANAD_S3_ACCESS_KEY and SANAD_S3_SECRET_KEY")
	}
	q := u.Query()
	for name := range q {
		switch name {
		case "endpoint", "region", "path", "plain":
		default:
			return location{}, fmt.Errorf("the store's address has the unknown part %q: known are endpoint, region, path and plain", name)
		}
	}
	l := location{bucket: u.Host, prefix: strings.Trim(u.Path, "/"), region: q.Get("region"), inPath: q.Get("path") == "1"}
	if l.prefix != "" && path.Clean(l.prefix) != l.prefix {
		return location{}, fmt.Errorf("the prefix %q of the store's address has empty or dot parts", l.prefix)
	}
	if l.region == "" {
		l.region = "us-east-1"
	}
	return l, l.setEndpoint(q.Get("endpoint"), q.Get("plain") == "1")
}

// setEndpoint refuses to send items unencrypted over a network, unless told to.
func (l *location) setEndpoint(endpoint string, plain bool) error {
	if endpoint == "" {
		l.host, l.secure = "s3."+l.region+".amazonaws.com", true
		return nil
	}
	u, err := url.Parse(endpoint)
	if err != nil {
		return fmt.Errorf("reading the endpoint of the store's address: %w", err)
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || strings.Trim(u.Path, "/") != "" {
		return fmt.Errorf("the endpoint %q is not of the form https://host or https://host:port", u.Redacted())
	}
	l.host, l.secure = u.Host, u.Scheme == "https"
	if !l.secure && !plain && !loopback(u.Hostname()) {
		return fmt.Errorf("the endpoint %q would carry originals unencrypted over the network: use https, or add plain=1 if the network itself is encrypted", u.Redacted())
	}
	return nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
