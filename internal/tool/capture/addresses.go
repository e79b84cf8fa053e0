package capture

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"
)

// ErrWall: the address lies behind the walls: in the network this machine runs
// in, or not in the public one.
var ErrWall = errors.New("refused, because it is not an address of the public network")

// Allow opens the walls for what is named. On an address or host that is
// named, every port is open.
type Allow struct {
	Nets  []netip.Prefix
	Hosts []string // in ASCII, lower case
	Ports []uint16 // besides 80, 443, 8080 and 8443
}

// closed4 and closed6 are not of the public network (IANA special-purpose
// address registries, RFC 6890 and after).
func closed4() []netip.Prefix {
	return prefixes("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
		"192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
		"203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4")
}

func closed6() []netip.Prefix {
	return prefixes("2001::/23", // Teredo, benchmarks, ORCHID
		"2001:db8::/32", // documentation
		"2002::/16",     // 6to4
		"3fff::/20")     // documentation
}

func prefixes(all ...string) []netip.Prefix {
	var list []netip.Prefix
	for _, s := range all {
		list = append(list, netip.MustParsePrefix(s))
	}
	return list
}

// isPublic tells whether an address is one that anybody on the internet can
// reach. IPv6 is closed but for 2000::/3, and for NAT64 (64:ff9b::/96), whose
// last four bytes must be public themselves. Of forms that carry an IPv4
// address, IPv4-mapped ones are judged as what they carry, and Teredo, 6to4
// and IPv4-compatible ones are closed whatever they carry.
func isPublic(a netip.Addr) bool {
	if a = a.Unmap(); !a.IsValid() || a.Zone() != "" {
		return false
	}
	if a.Is4() {
		return !contains(closed4(), a)
	}
	b := a.As16()
	carried := netip.AddrFrom4([4]byte(b[12:]))
	if netip.MustParsePrefix("64:ff9b::/96").Contains(a) {
		return isPublic(carried)
	}
	// ISATAP (RFC 5214) carries IPv4 in its last bytes.
	if (b[8] == 0 || b[8] == 2) && b[9] == 0 && b[10] == 0x5e && b[11] == 0xfe && !isPublic(carried) {
		return false
	}
	return b[0]>>5 == 1 && !contains(closed6(), a)
}

func contains(list []netip.Prefix, a netip.Addr) bool {
	return slices.ContainsFunc(list, func(p netip.Prefix) bool { return p.Contains(a) })
}

// machine gives the addresses of this machine's network cards: a public one is
// still the machine itself.
func machine() []netip.Addr {
	cards, err := net.InterfaceAddrs()
	if err != nil {
		return nil
	}
	var own []netip.Addr
	for _, c := range cards {
		if p, err := netip.ParsePrefix(c.String()); err == nil {
			own = append(own, p.Addr().Unmap())
		}
	}
	return own
}

// checkAddress judges an address that a name stands for.
func (c *collector) checkAddress(host string, port uint16, a netip.Addr) error {
	a = a.Unmap()
	if c.req.Allow.named(host) || contains(c.req.Allow.Nets, a) {
		return nil
	}
	if !isPublic(a) || slices.Contains(c.own, a) {
		return fmt.Errorf("%s (%s) %w", host, a, ErrWall)
	}
	return c.req.Allow.checkPort(port)
}

func (a Allow) named(host string) bool { return slices.Contains(a.Hosts, host) }

// checkPort closes ports on which services listen that are no web servers and
// could take a request for something else.
func (a Allow) checkPort(port uint16) error {
	if slices.Contains([]uint16{80, 443, 8080, 8443}, port) || slices.Contains(a.Ports, port) {
		return nil
	}
	return fmt.Errorf("port %d is refused: web pages have 80, 443, 8080 or 8443; allow it in the settings if this one is known", port)
}

// checkName judges a host's name by itself. Where a proxy resolves names, that
// and literal addresses are all that can be judged.
func (c *collector) checkName(host string, port uint16) error {
	if c.req.Allow.named(host) {
		return nil
	}
	onion := strings.HasSuffix(host, ".onion")
	if onion && c.req.Proxy == "" {
		return errors.New("an onion address wants a proxy into Tor; asking for it without would tell others of it")
	}
	if a, err := netip.ParseAddr(host); err == nil {
		return c.checkAddress(host, port, a)
	}
	labels := strings.Split(strings.TrimSuffix(host, "."), ".")
	last := labels[len(labels)-1]
	if last != "" && strings.Trim(last, "0123456789") == "" || strings.HasPrefix(last, "0x") {
		return fmt.Errorf("%s %w: it is a number that programs read as different addresses", host, ErrWall)
	}
	if c.req.Proxy == "" {
		return nil // its addresses will be judged
	}
	if len(labels) == 1 || slices.Contains([]string{"localhost", "local", "internal", "lan", "home", "corp", "arpa", "intranet", "private"}, last) {
		return fmt.Errorf("%s %w: it is a name of a network of one's own", host, ErrWall)
	}
	return c.req.Allow.checkPort(port)
}
