package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
)

// run runs a command beside a control plane of its own, which KUBECONFIG names to it, and returns the command's exit
// code.
func run(command []string) int {
	if len(command) == 0 {
		fmt.Fprintln(os.Stderr, "usage: control-plane run COMMAND [ARGUMENT]...")
		return 2
	}
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer cancel()
	err := withPlane(options{controllerManager: true}, func(plane *plane) error {
		if err := plane.start(ctx); err != nil {
			return err
		}
		process := exec.CommandContext(ctx, command[0], command[1:]...)
		process.Stdin, process.Stdout, process.Stderr = os.Stdin, os.Stdout, os.Stderr
		process.Env = append(os.Environ(), "KUBECONFIG="+plane.credentials.kubeconfig())
		return process.Run()
	})
	var failed *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &failed) && failed.Exited():
		return failed.ExitCode()
	default:
		fmt.Fprintln(os.Stderr, "control-plane:", err)
		return 1
	}
}
