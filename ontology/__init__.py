"""What the words mean: vocabulary, code lists, unit register, shapes and rules, and the names they use.

`vocab` and `iris` name things, `load` reads the files, `register` and `codes` give their content as values.
"""
