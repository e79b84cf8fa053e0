//go:build unix

package storetest

import (
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"syscall"
)

// apart keeps the keyboard's interrupt from the program: it ends by its leash.
func apart(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// unprivileged gives what makes a program run as a user without rights, who
// then owns the folder: PostgreSQL refuses to run as root. Who is not root
// runs it as himself.
func unprivileged(dir string) (func(*exec.Cmd), error) {
	as := func(cmd *exec.Cmd) {
		cmd.Env = withoutSettings("PG")
		apart(cmd)
	}
	if os.Geteuid() != 0 {
		return as, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		u, err = user.Lookup("nobody")
	}
	if err != nil {
		return nil, fmt.Errorf("looking for a user to run PostgreSQL: %w", err)
	}
	uid, err := strconv.Atoi(u.Uid)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.Atoi(u.Gid)
	if err != nil {
		return nil, err
	}
	return func(cmd *exec.Cmd) {
		as(cmd)
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	}, os.Chown(dir, uid, gid)
}
