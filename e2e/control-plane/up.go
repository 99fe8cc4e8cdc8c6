package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

// up runs a control plane until it is told to stop, and returns the exit code of the process.
func up(arguments []string) int {
	options, err := parseOptions(arguments)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if err != nil {
		return 2
	}
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer cancel()
	err = withPlane(options, func(plane *plane) error {
		if options.terminal {
			return plane.attend(ctx)
		}
		return plane.obey(ctx, os.Stdin, os.Stdout)
	})
	if err != nil && ctx.Err() == nil {
		fmt.Fprintln(os.Stderr, "control-plane:", err)
		return 1
	}
	return 0
}

// withPlane calls use with a control plane that is not started yet, and leaves neither processes nor temporary files.
func withPlane(options options, use func(*plane) error) error {
	if err := options.prepareDirectory(); err != nil {
		return err
	}
	defer options.cleanUp()
	plane, err := newPlane(options)
	if err != nil {
		return err
	}
	defer plane.stop()
	return use(plane)
}
