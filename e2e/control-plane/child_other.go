//go:build !linux

package main

import "syscall"

// childAttributes is empty where the system cannot tie a process to its parent: there, the servers outlive a supervisor
// that is killed with SIGKILL.
func childAttributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{}
}
