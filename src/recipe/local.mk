libzante_a_SOURCES += src/recipe/recipe.h
