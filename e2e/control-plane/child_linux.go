package main

import "syscall"

// childAttributes ends a server with its supervisor, however that ends, and keeps a Ctrl-C for the supervisor alone,
// which then ends the servers in order.
func childAttributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
}
