package capture

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/net/proxy"
)

// The walls. A page says which addresses are asked for next, and a name's
// answer can change between two questions. So:
//
//   - only http and https, no passwords in addresses, few ports;
//   - a name is resolved once for each connection, every address it stands for
//     is judged, and the connection goes to a judged address and no other name
//     is resolved on the way;
//   - after connecting, the other end's address is judged again;
//   - redirects and all that a page asks for pass the same way.

// Resolver gives the addresses of a name, as net.Resolver does.
type Resolver interface {
	LookupNetIP(ctx context.Context, network, host string) ([]netip.Addr, error)
}

// parseURL reads an address and puts it in the one form in which it is asked
// for and kept: host in ASCII, no fragment.
func parseURL(text string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(text))
	if err != nil {
		return nil, errors.New("it is no address that can be read")
	}
	return normal(u)
}

func normal(u *url.URL) (*url.URL, error) {
	out := *u
	out.Fragment, out.RawFragment = "", ""
	switch {
	case out.Scheme != "http" && out.Scheme != "https":
		return nil, fmt.Errorf("only http and https addresses are captured, not %q", short(out.Scheme, 20))
	case out.User != nil:
		return nil, errors.New("the address holds a password or name, which would be kept in the package")
	}
	host := strings.ToLower(out.Hostname())
	if a, err := netip.ParseAddr(host); err != nil {
		if host, err = idna.Lookup.ToASCII(host); err != nil || host == "" {
			return nil, errors.New("the name of its host is no valid one")
		}
	} else if a.Is6() {
		host = "[" + host + "]"
	}
	if port := out.Port(); port != "" {
		if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
			return nil, errors.New("its port is no valid one")
		}
		host += ":" + port
	}
	if out.Host = host; out.Path == "" {
		out.Path = "/"
	}
	out.RawQuery = escapeQuery(out.RawQuery)
	return &out, nil
}

// escapeQuery writes in % what may not stand in a request's first line, as
// browsers do.
func escapeQuery(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c >= 0x7f || c == '"' || c == '<' || c == '>' {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

func portOf(u *url.URL) uint16 {
	if n, err := strconv.ParseUint(u.Port(), 10, 16); err == nil {
		return uint16(n)
	}
	if u.Scheme == "https" {
		return 443
	}
	return 80
}

// dial connects to the host of an address, and gives the address of the other
// end; the zero one behind a proxy.
func (c *collector) dial(ctx context.Context, u *url.URL) (net.Conn, netip.Addr, error) {
	host, port := u.Hostname(), portOf(u)
	if err := c.checkName(host, port); err != nil {
		return nil, netip.Addr{}, err
	}
	if c.proxy != nil {
		conn, err := c.proxy.DialContext(ctx, "tcp", net.JoinHostPort(host, strconv.Itoa(int(port))))
		if err != nil {
			return nil, netip.Addr{}, fmt.Errorf("connect to %s through the proxy: %w", host, quiet(err))
		}
		return quietConn{conn}, netip.Addr{}, nil
	}
	addresses, err := c.resolve(ctx, host, port)
	if err != nil {
		return nil, netip.Addr{}, err
	}
	var failed error
	for _, a := range addresses {
		conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", netip.AddrPortFrom(a, port).String())
		if err != nil {
			failed = errors.Join(failed, quiet(err))
			continue
		}
		peer, err := netip.ParseAddrPort(conn.RemoteAddr().String())
		if err == nil {
			err = c.checkAddress(host, port, peer.Addr())
		}
		if err != nil {
			return nil, netip.Addr{}, errors.Join(err, conn.Close())
		}
		return quietConn{conn}, peer.Addr().Unmap(), nil
	}
	return nil, netip.Addr{}, fmt.Errorf("connect to %s: %w", host, failed)
}

// resolve gives the addresses of a host that may be connected to: at least one
// or an error.
func (c *collector) resolve(ctx context.Context, host string, port uint16) ([]netip.Addr, error) {
	all := []netip.Addr{}
	if a, err := netip.ParseAddr(host); err == nil {
		all = append(all, a)
	} else if all, err = c.req.Resolver.LookupNetIP(ctx, "ip", host); err != nil {
		return nil, fmt.Errorf("look up %s: %w", host, quiet(err))
	}
	var open []netip.Addr
	var refused error
	for _, a := range all {
		if err := c.checkAddress(host, port, a); err != nil {
			refused = err
			continue
		}
		open = append(open, a.Unmap())
	}
	if len(open) == 0 && refused == nil {
		return nil, fmt.Errorf("%s has no address", host)
	}
	if len(open) == 0 {
		return nil, refused
	}
	return open, nil
}

// openProxy reads the address of a proxy, nil for none.
func openProxy(text string) (proxy.ContextDialer, error) {
	if text == "" {
		return nil, nil
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "socks5" && u.Scheme != "socks5h" || u.Port() == "" {
		return nil, errors.New("the proxy must be given as socks5://HOST:PORT")
	}
	var auth *proxy.Auth
	if u.User != nil {
		password, _ := u.User.Password()
		auth = &proxy.Auth{User: u.User.Username(), Password: password}
	}
	d, err := proxy.SOCKS5("tcp", u.Host, auth, &net.Dialer{})
	if err != nil {
		return nil, fmt.Errorf("use the proxy: %w", err)
	}
	dialer, ok := d.(proxy.ContextDialer)
	if !ok {
		return nil, errors.New("use the proxy: it can't be told to stop")
	}
	return dialer, nil
}

// short cuts what is told at n bytes.
func short(s string, n int) string {
	if len(s) > n {
		s = s[:n] + "..."
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}
