@rem On Windows npm runs scripts with cmd, which has no exec. Elsewhere exec lets a signal to npm reach Node and not end at a shell.
@%*
