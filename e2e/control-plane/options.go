package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/term"
)

// options are what the command line of `up` says.
type options struct {
	// directory is the absolute path of the data, secrets and logs.
	directory string
	// temporary is whether directory was made by this process and is removed by it.
	temporary         bool
	controllerManager bool
	// terminal is whether a person is spoken to rather than a program.
	terminal        bool
	serverArguments []string
}

// parseOptions reads the command line. The error flag.ErrHelp and errors of the command line have been printed.
func parseOptions(arguments []string) (options, error) {
	var parsed options
	flags := flag.NewFlagSet("control-plane up", flag.ContinueOnError)
	flags.StringVar(&parsed.directory, "directory", "",
		"folder of the data, kept for the next start (default a temporary one, removed at the end)")
	flags.BoolVar(&parsed.controllerManager, "controller-manager", false,
		"also run the controller manager, without which deleted namespaces never end")
	flags.BoolVar(&parsed.terminal, "terminal", term.IsTerminal(int(os.Stdin.Fd())),
		"speak to a person and run until Ctrl-C (default when stdin is a terminal)")
	flags.Func("apiserver-argument", "an extra argument of the API server, such as --v=4; may be repeated",
		func(argument string) error {
			parsed.serverArguments = append(parsed.serverArguments, argument)
			return nil
		})
	if err := flags.Parse(arguments); err != nil {
		return parsed, err
	}
	if flags.NArg() > 0 {
		err := fmt.Errorf("unexpected argument %q", flags.Arg(0))
		fmt.Fprintln(os.Stderr, err)
		return parsed, err
	}
	return parsed, nil
}

// prepareDirectory makes the folder of the data and notes its absolute path.
func (o *options) prepareDirectory() (err error) {
	if o.directory == "" {
		o.temporary = true
		o.directory, err = os.MkdirTemp("", "kube-ingress-dash-control-plane-")
		return err
	}
	if o.directory, err = filepath.Abs(o.directory); err != nil {
		return err
	}
	return os.MkdirAll(o.directory, 0o700)
}

// cleanUp removes the folder of the data if it was made for this run alone.
func (o *options) cleanUp() {
	if o.temporary {
		_ = os.RemoveAll(o.directory)
	}
}
